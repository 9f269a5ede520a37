/// How the gateway uses websocketpp: one thread, no logging, no compression, and the transport and
/// message buffer of this folder. Compiled as C++17.
#pragma once

#include <cstddef>
#include <string>
#include <websocketpp/concurrency/none.hpp>
#include <websocketpp/config/core.hpp>
#include <websocketpp/http/request.hpp>
#include <websocketpp/logger/stub.hpp>
#include <websocketpp/processors/processor.hpp>

#include "frame_message.hpp"
#include "socket_transport.hpp"

namespace ripple::websocket {

/// An HTTP request that may ask for one version of the protocol only; without this websocketpp
/// would fall back to drafts that have neither masks nor limits.
class UpgradeHttpRequest : public websocketpp::http::parser::request {
 public:
  std::size_t consume(const char* data, std::size_t size) {
    const std::size_t consumed = request::consume(data, size);
    if (ready() && websocketpp::processor::is_websocket_handshake(*this) &&
        get_header("Sec-WebSocket-Version") != "13") {
      const std::string expected = "expected the header Sec-WebSocket-Version: 13";
      throw websocketpp::http::exception(expected, websocketpp::http::status_code::upgrade_required,
                                         expected);
    }
    return consumed;
  }
};

/// `Base` becomes a base class of every connection and holds what the server knows about it.
template <typename Base>
struct ServerConfig : websocketpp::config::core {
  using type = ServerConfig;
  using concurrency_type = websocketpp::concurrency::none;
  using elog_type = websocketpp::log::stub;
  using alog_type = websocketpp::log::stub;
  using request_type = UpgradeHttpRequest;
  using message_type = FrameMessage;
  using con_msg_manager_type = MessageSource;
  using transport_type = SocketTransport;
  using connection_base = Base;

  static const bool enable_multithreading = false;
  static const bool enable_extensions = false;
  /// Part of every connection; a long message is gathered from several reads.
  static const std::size_t connection_read_buffer_size = 8192;
  static const std::size_t max_http_body_size = 0;
};

}  // namespace ripple::websocket
