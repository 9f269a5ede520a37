/// A JSON-RPC server for the tests: what it was asked in order, and what it says on command.
#pragma once

#include <deque>
#include <mutex>
#include <string>

#include "websocket_fixture.hpp"

namespace ripple::rules {

inline std::string result_for(const Json::Value& id, const Json::Value& result) {
  Json::Value reply;
  reply["jsonrpc"] = "2.0";
  reply["id"] = id;
  reply["result"] = result;
  return print_json(reply);
}

/// Writes down every request. Those of the method "silent" are not answered, "cut" ends the
/// connection, others are answered with their params.
class JsonRpcServer {
 public:
  JsonRpcServer() : server(after_handshake([this](Peer& peer) { return serve(peer); })) {}

  std::string url() const { return server.url("ws"); }

  std::vector<Json::Value> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  std::size_t count(const std::string& method) {
    const std::lock_guard lock(mutex_);
    std::size_t found = 0;
    for (const Json::Value& asked : requests_) {
      if (asked["method"] == method) ++found;
    }
    return found;
  }

 private:
  Script serve(Peer& peer) {
    for (;;) {
      const Json::Value asked = co_await peer.take_json();
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(asked);
      }
      const std::string method = asked["method"].asString();
      if (method == "cut") co_return;
      if (method == "silent") continue;
      // "say" passes on whatever texts it is given, to the letter, before it answers.
      if (method == "say") {
        for (const Json::Value& text : asked["params"]) co_await peer.put(text.asString());
      }
      co_await peer.put(result_for(asked["id"], asked["params"]));
    }
  }

  std::mutex mutex_;
  std::vector<Json::Value> requests_;

 public:
  ScriptedServer server;
};

inline std::unique_ptr<Endpoint> make_json_rpc(const Node& node, const std::string& url,
                                               WebSocketLimits limits = test_limits()) {
  return make_websocket_endpoint(node, url, true, std::move(limits)).value();
}

/// Until calls work.
inline Task<void> for_connection(Node node, Endpoint& endpoint) {
  const std::int64_t end = node.now() + std::chrono::nanoseconds(kLong).count();
  bool is_connected = false;
  while (!is_connected && node.now() < end && !node.is_stopping()) {
    Task<Reply> call = endpoint.call(request(node, "ping"));
    const Reply reply = co_await std::move(call);
    is_connected = reply.has_value();
    const bool goes_on = co_await node.sleep_for(1ms);
    if (!goes_on) co_return;
  }
  EXPECT_TRUE(is_connected);
}

using Texts = std::vector<std::string>;

/// Has the server say `texts`, and waits until they have come.
inline Task<void> say(Node node, Endpoint& endpoint, Texts texts) {
  Json::Value params(Json::arrayValue);
  for (const std::string& text : texts) params.append(text);
  Task<Reply> call = endpoint.call(request(node, "say", params));
  const Reply reply = co_await std::move(call);
  EXPECT_TRUE(reply) << reply.error().message;
}

}  // namespace ripple::rules
