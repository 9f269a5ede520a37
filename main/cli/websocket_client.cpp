#include "cli/websocket_client.hpp"

#include <utility>
#include <websocketpp/client.hpp>
#include <websocketpp/concurrency/none.hpp>
#include <websocketpp/config/asio_no_tls_client.hpp>
#include <websocketpp/logger/stub.hpp>

namespace ripple::cli {
namespace {

using websocketpp::lib::error_code;

constexpr std::chrono::milliseconds kCloseTimeout{1000};

/// One thread and no logging.
struct ClientConfig : websocketpp::config::asio_client {
  using type = ClientConfig;
  using concurrency_type = websocketpp::concurrency::none;
  using elog_type = websocketpp::log::stub;
  using alog_type = websocketpp::log::stub;

  static const bool enable_multithreading = false;

  struct transport_config : websocketpp::config::asio_client::transport_config {
    using concurrency_type = type::concurrency_type;
    using elog_type = type::elog_type;
    using alog_type = type::alog_type;
    static const bool enable_multithreading = false;
  };
  using transport_type = websocketpp::transport::asio::endpoint<transport_config>;
};

using Client = websocketpp::client<ClientConfig>;
using Connection = Client::connection_type;

Error not_available(std::string message) {
  return Error{ErrorCode::kNotAvailable, std::move(message), {}};
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

/// Why no connection came about.
std::string failure(const std::string& url, const Connection& connection) {
  const auto& response = connection.get_response();
  const auto status = response.get_status_code();
  if (status != websocketpp::http::status_code::uninitialized &&
      status != websocketpp::http::status_code::switching_protocols) {
    const std::string body = trimmed(response.get_body());
    return "expected a WebSocket at " + url + ", found HTTP " + std::to_string(status) + " " +
           response.get_status_msg() + (body.empty() ? "" : ": " + body);
  }
  const error_code cause = connection.get_ec();
  const bool unreachable = cause == make_error_code(websocketpp::transport::error::pass_through);
  const std::string reason =
      unreachable ? "the connection was refused or the host is unknown" : cause.message();
  return "cannot connect to " + url + ": " + reason + "; is ripple running there?";
}

/// How a connection ended.
std::string ending(const std::string& url, const Connection& connection) {
  const auto code = connection.get_remote_close_code();
  if (code == websocketpp::close::status::abnormal_close) {
    return "the connection to " + url + " broke off: " + connection.get_ec().message();
  }
  const std::string& reason = connection.get_remote_close_reason();
  return "the connection to " + url + " was closed with " + std::to_string(code) + " (" +
         (reason.empty() ? websocketpp::close::status::get_string(code) : reason) + ")";
}

}  // namespace

class WebSocketClient::Endpoint {
 public:
  explicit Endpoint(boost::asio::io_context& io) {
    error_code impossible;
    client_.init_asio(&io, impossible);
    client_.set_user_agent("ripple");
    client_.set_close_handshake_timeout(static_cast<long>(kCloseTimeout.count()));
  }

  ~Endpoint() {
    if (!connection_) return;
    connection_->set_open_handler(nullptr);
    connection_->set_message_handler(nullptr);
    connection_->set_fail_handler(nullptr);
    connection_->set_close_handler(nullptr);
    connection_->terminate(make_error_code(websocketpp::error::operation_canceled));
  }

  Result<void> connect(const std::string& url, ClientHandler& handler,
                       std::chrono::milliseconds handshake_timeout) {
    error_code error;
    client_.set_open_handshake_timeout(static_cast<long>(handshake_timeout.count()));
    const auto location = websocketpp::lib::make_shared<websocketpp::uri>(url);
    if (location->get_valid() && location->get_scheme() == "ws" && !location->get_host().empty()) {
      connection_ = client_.get_connection(location, error);
    }
    if (!connection_) {
      return Error{ErrorCode::kInvalidParams,
                   "expected a URL such as ws://127.0.0.1:3474/?appId=refui, found \"" + url + "\"",
                   {}};
    }
    connection_->add_subprotocol("jsonrpc", error);
    connection_->set_open_handler(
        [&handler](const websocketpp::connection_hdl&) { handler.on_open(); });
    connection_->set_message_handler(
        [&handler](const websocketpp::connection_hdl&, const Client::message_ptr& message) {
          handler.on_frame(std::move(message->get_raw_payload()));
        });
    connection_->set_fail_handler([this, &handler, url](const websocketpp::connection_hdl&) {
      end(handler, failure(url, *connection_));
    });
    connection_->set_close_handler([this, &handler, url](const websocketpp::connection_hdl&) {
      end(handler, ending(url, *connection_));
    });
    client_.connect(connection_);
    return {};
  }

  void send(const std::string& frame) {
    error_code ended;
    if (connection_) ended = connection_->send(frame);
  }

  void close() {
    error_code ended;
    if (connection_) connection_->close(websocketpp::close::status::normal, "", ended);
    if (ended && connection_) connection_->terminate(ended);
  }

 private:
  void end(ClientHandler& handler, std::string message) {
    // The callee may destroy this client or connect it again.
    const Client::connection_ptr ended = std::exchange(connection_, nullptr);
    handler.on_close(not_available(std::move(message)));
  }

  Client client_;
  Client::connection_ptr connection_;
};

WebSocketClient::WebSocketClient(boost::asio::io_context& io)
    : endpoint_(std::make_unique<Endpoint>(io)) {}

WebSocketClient::~WebSocketClient() = default;

Result<void> WebSocketClient::connect(const std::string& url, ClientHandler& handler,
                                      std::chrono::milliseconds handshake_timeout) {
  return endpoint_->connect(url, handler, handshake_timeout);
}

void WebSocketClient::send(std::string frame) { endpoint_->send(frame); }

void WebSocketClient::close() { endpoint_->close(); }

}  // namespace ripple::cli
