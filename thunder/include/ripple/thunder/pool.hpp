/// ThunderPool: several connections to one server, one of them for events.
///
///     ThunderPool pool(loop, {.client = {.endpoint = endpoint}, .call_links = 2});
///     Result<Json::Value> info = co_await pool.call("DeviceInfo.1.systeminfo", {}, 2s);
///
/// Thunder works on two requests of a connection at a time, so a slow call would hold up others on
/// the same one; and events keep their order only on a connection of their own. Each connection
/// renews itself without the others noticing. Lives on the loop's thread.
#pragma once

#include <json/value.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <string>

#include "ripple/thunder/client.hpp"
#include "ripple/thunder/deadline.hpp"
#include "ripple/thunder/error.hpp"

namespace ripple::thunder {

struct PoolConfig {
  /// The same for each connection.
  ClientConfig client{};
  /// Connections for calls beside the one for events; with 0 that one carries both.
  std::size_t call_links = 2;
};

class ThunderPool {
 public:
  ThunderPool(boost::asio::io_context& loop, PoolConfig config);
  /// Closes all connections.
  ~ThunderPool();
  ThunderPool(const ThunderPool&) = delete;
  ThunderPool& operator=(const ThunderPool&) = delete;

  /// On the connection with the fewest calls under way. kNotConnected at once when none is up;
  /// otherwise as ThunderClient::call.
  boost::asio::awaitable<Result<Json::Value>> call(std::string method, Json::Value params,
                                                   Deadline deadline);

  /// Whether a call would be sent.
  bool is_connected() const;

  /// Waits until a call would be sent.
  boost::asio::awaitable<Result<void>> connected(Deadline deadline);

  /// The connection that events are registered on.
  ThunderClient& events();

  /// Over all connections.
  std::size_t pending_calls() const;

  /// How many connections are up, the one for events among them.
  std::size_t connected_links() const;

  void close();

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace ripple::thunder
