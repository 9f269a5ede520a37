/// One WebSocket that keeps a fixed number of requests in flight: each answer is followed at once
/// by the next request.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "latency_histogram.hpp"

namespace ripple::bench {

/// JSON text in which "%ID%" stands for the id of the request.
struct RequestTemplate {
  explicit RequestTemplate(std::string_view text);
  std::string before_id;
  std::string after_id;
};

/// What all connections of a run add up to.
struct Tally {
  LatencyHistogram latencies;
  std::uint64_t errors = 0;      ///< answers with a member "error"
  std::uint64_t unexpected = 0;  ///< answers whose id belongs to no request in flight
  std::string first_error;
};

class LoadConnection {
 public:
  /// Connects to the loopback address and upgrades, blocking. Throws std::runtime_error with what
  /// the server answered.
  LoadConnection(std::uint16_t port, const std::string& path, std::uint64_t depth);
  ~LoadConnection();
  LoadConnection(LoadConnection&& other) noexcept;
  LoadConnection(const LoadConnection&) = delete;
  LoadConnection& operator=(const LoadConnection&) = delete;

  int descriptor() const { return descriptor_; }
  bool wants_to_write() const { return written_ < output_.size(); }

  /// Puts the first `depth` requests on their way.
  void start(const RequestTemplate& request);

  /// Reads what is there and answers each answer with a request. Returns false
  /// when the server has ended the connection.
  bool on_readable(const RequestTemplate& request, Tally& tally);
  void flush();

 private:
  struct InFlight {
    std::uint64_t id = 0;
    std::uint64_t sent_at = 0;
  };

  void queue_request(const RequestTemplate& request, std::uint64_t slot, std::uint64_t now);
  void handle_answer(std::string_view answer, const RequestTemplate& request, Tally& tally,
                     std::uint64_t now);

  int descriptor_ = -1;
  std::vector<InFlight> slots_;
  std::string input_;
  std::string output_;
  std::size_t written_ = 0;
};

std::uint64_t monotonic_nanoseconds();

}  // namespace ripple::bench
