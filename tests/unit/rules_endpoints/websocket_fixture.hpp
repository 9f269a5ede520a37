/// WebSocket servers for the tests.
#pragma once

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <string>

#include "fixture.hpp"
#include "rules/endpoints/websocket_endpoint.hpp"

namespace ripple::rules {

/// The server's side of one connection.
class Peer {
 public:
  explicit Peer(tcp::socket socket) : stream_(std::move(socket)) {
    stream_.next_layer().set_option(tcp::no_delay(true));
  }

  /// The handshake.
  Script accept() {
    boost::beast::flat_buffer buffer;
    co_await boost::beast::http::async_read(stream_.next_layer(), buffer, opening,
                                            asio::use_awaitable);
    co_await stream_.async_accept(opening, asio::use_awaitable);
  }

  /// The next message; throws when the client ends the connection.
  asio::awaitable<std::string> take() {
    boost::beast::flat_buffer buffer;
    co_await stream_.async_read(buffer, asio::use_awaitable);
    co_return boost::beast::buffers_to_string(buffer.data());
  }
  asio::awaitable<Json::Value> take_json() { co_return json(co_await take()); }

  Script put(std::string text) {
    stream_.text(true);
    co_await stream_.async_write(asio::buffer(text), asio::use_awaitable);
  }

  Script for_end() {
    for (;;) co_await take();
  }

  boost::beast::http::request<boost::beast::http::string_body> opening;

 private:
  boost::beast::websocket::stream<tcp::socket> stream_;
};

/// A ScriptedServer whose script begins after the handshake.
inline ScriptedServer::Handler after_handshake(std::function<Script(Peer&)> script) {
  return [script = std::move(script)](tcp::socket socket) -> Script {
    return [](std::function<Script(Peer&)> of_peer, tcp::socket taken) -> Script {
      Peer peer(std::move(taken));
      co_await peer.accept();
      co_await of_peer(peer);
    }(script, std::move(socket));
  };
}

/// Short pauses, no jitter.
inline WebSocketLimits test_limits() {
  WebSocketLimits limits;
  limits.reconnect = {5ms, 20ms};
  limits.random = [] { return 0.5; };
  return limits;
}

/// Refuses the handshake.
inline Script refuse(tcp::socket socket) {
  boost::beast::flat_buffer buffer;
  boost::beast::http::request<boost::beast::http::string_body> opening;
  co_await boost::beast::http::async_read(socket, buffer, opening, asio::use_awaitable);
  co_await put(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
}

}  // namespace ripple::rules
