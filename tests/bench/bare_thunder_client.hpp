/// BareThunderClient: the same calls to a Thunder server as the library makes, with nothing but
/// Boost.Beast: texts that are ready beforehand, no JSON, no deadlines, no errors. What is left is
/// what the WebSocket costs. It goes when the loop has run for the last time.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ripple::bench {

class BareThunderClient {
 public:
  /// Connects `links` times to the loopback address, blocking. Throws boost::system::system_error.
  BareThunderClient(boost::asio::io_context& loop, std::uint16_t port, std::size_t links);
  ~BareThunderClient();
  BareThunderClient(const BareThunderClient&) = delete;
  BareThunderClient& operator=(const BareThunderClient&) = delete;

  /// Makes `calls` calls, `depth` at a time, spread over the links; returns when all are answered.
  void call(const std::string& method, const std::string& params, int depth, int calls);

  /// Registers for an event on the first link; returns when the server has confirmed it.
  void subscribe(const std::string& callsign, const std::string& event);

  /// Returns when `count` events have come.
  void hear(int count);

 private:
  class Link;

  void run(const int& left);

  boost::asio::io_context& loop_;
  std::vector<std::unique_ptr<Link>> links_;
};

}  // namespace ripple::bench
