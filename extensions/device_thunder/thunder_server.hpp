/// ThunderServer: a Thunder server as the coroutines of a channel see it.
///
///     auto reply = co_await server->call("org.rdk.System.1.getPowerState", {}, call.deadline());
///     if (!reply) return call.fail(reply.error());
///
/// Connections, activation and subscriptions are those of thunder::ThunderDevice; this is only the
/// way from one kind of coroutine, deadline and error to the other. Lives on the channel's thread.
#pragma once

#include <json/value.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <ripple/asio.hpp>
#include <ripple/deadline.hpp>
#include <ripple/node.hpp>
#include <ripple/thunder/device.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ripple::device_thunder {

class PluginEvents;

class ThunderServer {
 public:
  /// Connects as soon as `io` runs, and again whenever the connection is lost.
  ThunderServer(Node node, boost::asio::io_context& io, thunder::DeviceConfig config);
  ThunderServer(const ThunderServer&) = delete;
  ThunderServer& operator=(const ThunderServer&) = delete;

  /// Whether a call would be sent.
  bool is_there() const { return device_.is_connected(); }

  /// What a request is answered while the server is away: kNotAvailable, and why.
  Error away() const;

  /// The result of a method or the value of a property; null `params`: none. A reply that says
  /// `"success": false` is an error. Errors: see thunder_error.hpp.
  Task<Result<Json::Value>> call(std::string method, Json::Value params, Deadline deadline);

  /// The same with Thunder's own error; see explain().
  Task<thunder::Result<Json::Value>> ask(std::string method, Json::Value params, Deadline deadline);

  /// An error of ask() as the platform has it.
  Error explain(std::string_view method, const thunder::Error& error);

  /// A coroutine of Asio as one of the channel: co_await gives Result<T>, kCancelled when the
  /// channel stops.
  template <typename T>
  AsioWait<T> wait_for(boost::asio::awaitable<T> awaitable) const {
    return {*Loop::current(), &io_, std::move(awaitable)};
  }

  /// A request without a deadline gets the platform's default.
  thunder::Deadline to_thunder(Deadline deadline) const;

  /// Called after each connection of the link for events, for this object's life.
  void on_connected(std::function<void()> function) { connected_.push_back(std::move(function)); }

  thunder::ThunderDevice& device() { return device_; }
  boost::asio::io_context& io() const { return io_; }

 private:
  friend class PluginEvents;

  std::shared_ptr<const Node> node_;
  boost::asio::io_context& io_;
  std::string authority_;
  /// Shared with the library's log, which may be written once more after this has gone.
  std::shared_ptr<std::string> last_words_ = std::make_shared<std::string>();
  std::vector<std::function<void()>> connected_;
  std::set<PluginEvents*> waiting_;
  thunder::ThunderDevice device_;
};

/// A reply of one of RDK's plugins that says `"success": false`, as an error; others as they are.
thunder::Result<Json::Value> checked_reply(thunder::Result<Json::Value> reply);

}  // namespace ripple::device_thunder
