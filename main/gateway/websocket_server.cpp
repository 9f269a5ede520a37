#include "gateway/websocket_server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <utility>
#include <websocketpp/server.hpp>

#include "websocket/server_config.hpp"

namespace ripple::gateway {
namespace {

namespace asio = boost::asio;
namespace close_status = websocketpp::close::status;
namespace http_status = websocketpp::http::status_code;
using tcp = asio::ip::tcp;
using websocketpp::lib::error_code;

/// Sockets whose upgrade is not complete. The oldest gives way to a new one, so that those who
/// connect and say nothing never keep others out.
constexpr std::size_t kMaxHandshakes = 256;

/// Between two attempts to accept when the process is out of file descriptors or memory.
constexpr std::chrono::milliseconds kAcceptRetry{100};

/// What a queued frame costs beside its payload; bounds floods of empty ones.
constexpr std::size_t kFrameOverhead = 256;

struct Session;
using Server = websocketpp::server<websocket::ServerConfig<Session>>;
using Connection = websocketpp::connection<websocket::ServerConfig<Session>>;
using ConnectionPtr = std::shared_ptr<Connection>;
using ConnectionList = std::list<ConnectionPtr>;

/// The part of a connection that is ours.
struct Session : WebSocketConnection {
  void send(std::string frame) override;
  void close(CloseCode code, std::string_view reason) override;
  std::string_view peer() const override { return address; }

  /// Whether `size` more bytes may be queued; if not, the connection is closed.
  bool charge(std::size_t size);
  void close_with(close_status::value code, std::string_view reason);
  Connection& connection();

  std::string address;
  std::unique_ptr<FrameHandler> handler;
  ConnectionList::iterator place;
  std::size_t outgoing_limit = 0;
  bool admitted = false;
  bool opened = false;
};

Connection& Session::connection() { return static_cast<Connection&>(*this); }

void Session::send(std::string frame) {
  if (!charge(frame.size())) return;
  connection().Connection::send(std::make_shared<websocket::FrameMessage>(std::move(frame)));
}

void Session::close(CloseCode code, std::string_view reason) {
  close_with(static_cast<close_status::value>(code), reason);
}

bool Session::charge(std::size_t size) {
  const std::size_t charged = size + kFrameOverhead;
  if (charged > outgoing_limit || connection().unsent_bytes() > outgoing_limit - charged) {
    close_with(close_status::policy_violation, "the peer does not read fast enough");
    return false;
  }
  connection().add_queued_bytes(charged);
  return true;
}

void Session::close_with(close_status::value code, std::string_view reason) {
  error_code already_closing;
  connection().Connection::close(code, std::string(reason), already_closing);
}

http_status::value refusal_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::kOverloaded:
      return http_status::service_unavailable;
    case ErrorCode::kNotPermitted:
      return http_status::forbidden;
    default:
      return http_status::bad_request;
  }
}

void answer_in_plain_text(Connection& connection, http_status::value status,
                          const std::string& text) {
  connection.set_status(status);
  connection.replace_header("Content-Type", "text/plain; charset=utf-8");
  connection.replace_header("Connection", "close");
  connection.set_body(text + "\n");
}

/// The views point into the connection's request.
UpgradeRequest upgrade_request(const Connection& connection, std::string_view peer) {
  const std::string_view target = connection.get_resource();
  const std::size_t question = target.find('?');
  UpgradeRequest request;
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  request.peer = peer;
  for (const std::string& protocol : connection.get_requested_subprotocols()) {
    request.offers_subprotocol = true;
    if (protocol == "jsonrpc") request.offers_jsonrpc = true;
  }
  return request;
}

Error listen_error(const std::string& address, std::uint16_t port,
                   const boost::system::error_code& error) {
  std::string message = "cannot listen on " + address + ":" + std::to_string(port) + ": ";
  if (error == asio::error::address_in_use) {
    message += "the port is in use; is another ripple running? Stop it or choose another port";
  } else if (error == asio::error::access_denied) {
    message += "ports below 1024 need privileges; choose a higher port";
  } else {
    message += error.message();
  }
  return Error{ErrorCode::kStartFailed, std::move(message), {}};
}

}  // namespace

class WebSocketServer::Endpoint {
 public:
  Endpoint(asio::io_context& io, const WebSocketLimits& limits, ConnectionAcceptor& acceptor);
  ~Endpoint();

  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
  void stop();
  std::size_t connection_count() const { return open_.size(); }

 private:
  void accept();
  void begin_handshake(websocket::LoopSocket socket);
  void answer_plain_http(Connection& connection);
  bool admit(Connection& connection);
  void open(Connection& connection);
  void deliver(Connection& connection, websocket::FrameMessage& message);
  void end(Connection& connection);

  WebSocketLimits limits_;
  ConnectionAcceptor& connection_acceptor_;
  Server server_;
  asio::basic_socket_acceptor<tcp, asio::io_context::executor_type> acceptor_;
  asio::steady_timer accept_retry_;
  ConnectionList handshaking_;
  ConnectionList open_;
  std::size_t admitted_ = 0;
  /// Expires before handlers of the acceptor that are still queued run.
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::shared_ptr<std::size_t> drains_ = std::make_shared<std::size_t>(0);
};

WebSocketServer::Endpoint::Endpoint(asio::io_context& io, const WebSocketLimits& limits,
                                    ConnectionAcceptor& acceptor)
    : limits_(limits), connection_acceptor_(acceptor), acceptor_(io), accept_retry_(io) {
  server_.set_user_agent("ripple");
  server_.set_max_message_size(limits.frame_bytes);
  server_.set_max_http_body_size(0);
  server_.set_open_handshake_timeout(static_cast<long>(limits.handshake_timeout.count()));
  server_.set_close_handshake_timeout(static_cast<long>(limits.close_timeout.count()));
}

WebSocketServer::Endpoint::~Endpoint() {
  const error_code gone = make_error_code(websocketpp::error::operation_canceled);
  while (!handshaking_.empty()) ConnectionPtr(handshaking_.front())->terminate(gone);
  while (!open_.empty()) ConnectionPtr(open_.front())->terminate(gone);
}

Result<std::uint16_t> WebSocketServer::Endpoint::listen(const std::string& address,
                                                        std::uint16_t port) {
  boost::system::error_code error;
  const asio::ip::address ip = asio::ip::make_address(address, error);
  if (error) {
    return Error{
        ErrorCode::kBadManifest,
        "expected an IP address to listen on, such as \"127.0.0.1\", found \"" + address + "\"",
        {}};
  }
  const tcp::endpoint local(ip, port);
  acceptor_.open(local.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(local, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  const tcp::endpoint bound = error ? tcp::endpoint() : acceptor_.local_endpoint(error);
  if (error) {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    return listen_error(address, port, error);
  }
  accept();
  return bound.port();
}

void WebSocketServer::Endpoint::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  accept_retry_.cancel();
  const error_code gone = make_error_code(websocketpp::error::operation_canceled);
  while (!handshaking_.empty()) ConnectionPtr(handshaking_.front())->terminate(gone);
  for (const ConnectionPtr& connection : open_) {
    connection->close_with(close_status::going_away, "the platform stops");
  }
}

void WebSocketServer::Endpoint::accept() {
  acceptor_.async_accept([this, alive = std::weak_ptr<bool>(alive_)](
                             const boost::system::error_code& error, websocket::LoopSocket socket) {
    if (alive.expired() || !acceptor_.is_open()) return;
    if (!error) {
      begin_handshake(std::move(socket));
      accept();
      return;
    }
    accept_retry_.expires_after(kAcceptRetry);
    accept_retry_.async_wait([this, alive](const boost::system::error_code& cancelled) {
      if (!cancelled && !alive.expired() && acceptor_.is_open()) accept();
    });
  });
}

void WebSocketServer::Endpoint::begin_handshake(websocket::LoopSocket socket) {
  if (handshaking_.size() >= kMaxHandshakes) {
    ConnectionPtr(handshaking_.front())
        ->terminate(make_error_code(websocketpp::error::open_handshake_timeout));
  }
  const ConnectionPtr connection = server_.get_connection();
  Connection* const raw = connection.get();
  raw->adopt(std::move(socket), drains_);
  raw->address = raw->get_remote_endpoint();
  raw->outgoing_limit = limits_.outgoing_bytes;
  raw->place = handshaking_.insert(handshaking_.end(), connection);
  using Handle = websocketpp::connection_hdl;
  raw->set_http_handler([this, raw](const Handle&) { answer_plain_http(*raw); });
  raw->set_validate_handler([this, raw](const Handle&) { return admit(*raw); });
  raw->set_open_handler([this, raw](const Handle&) { open(*raw); });
  raw->set_message_handler(
      [this, raw](const Handle&, const Server::message_ptr& message) { deliver(*raw, *message); });
  raw->set_ping_handler(
      [raw](const Handle&, const std::string& payload) { return raw->charge(payload.size()); });
  raw->set_termination_handler([this](const ConnectionPtr& ended) { end(*ended); });
  raw->start();
}

void WebSocketServer::Endpoint::answer_plain_http(Connection& connection) {
  answer_in_plain_text(connection, http_status::upgrade_required,
                       "This port speaks JSON-RPC over WebSocket; expected a WebSocket upgrade, "
                       "found a plain HTTP request.");
  connection.append_header("Upgrade", "websocket");
}

bool WebSocketServer::Endpoint::admit(Connection& connection) {
  if (admitted_ >= limits_.connections) {
    answer_in_plain_text(connection, http_status::service_unavailable,
                         "All " + std::to_string(limits_.connections) +
                             " connections that the manifest allows are in use; try again later.");
    return false;
  }
  const UpgradeRequest request = upgrade_request(connection, connection.address);
  const Result<void> admitted = connection_acceptor_.admit(request);
  if (!admitted) {
    answer_in_plain_text(connection, refusal_status(admitted.error().code),
                         admitted.error().message);
    return false;
  }
  // Clients drop a connection whose subprotocol is not answered; whatever they offer, it is this
  // one that they speak.
  if (request.offers_subprotocol) connection.replace_header("Sec-WebSocket-Protocol", "jsonrpc");
  connection.admitted = true;
  ++admitted_;
  return true;
}

void WebSocketServer::Endpoint::open(Connection& connection) {
  open_.splice(open_.end(), handshaking_, connection.place);
  connection.opened = true;
  connection.set_open(limits_.close_timeout);
  connection.get_message(websocketpp::frame::opcode::text, 0)
      ->source()
      ->set_limit(limits_.frame_bytes, [raw = &connection] {
        raw->close_with(close_status::message_too_big, "the message is longer than is allowed");
      });
  connection.handler =
      connection_acceptor_.open(upgrade_request(connection, connection.address), connection);
}

void WebSocketServer::Endpoint::deliver(Connection& connection, websocket::FrameMessage& message) {
  if (!connection.handler) return;
  if (message.get_opcode() != websocketpp::frame::opcode::text) {
    connection.handler->on_binary();
    return;
  }
  std::string text = std::move(message.get_raw_payload());
  if (text.capacity() - text.size() < websocket::kParserPadding) {
    text.reserve(text.size() + websocket::kParserPadding);
  }
  connection.handler->on_frame(std::move(text));
}

void WebSocketServer::Endpoint::end(Connection& connection) {
  if (connection.admitted) --admitted_;
  (connection.opened ? open_ : handshaking_).erase(connection.place);
  if (connection.handler) connection.handler->on_close();
  connection.handler.reset();
}

WebSocketServer::WebSocketServer(asio::io_context& io, WebSocketLimits limits,
                                 ConnectionAcceptor& acceptor)
    : endpoint_(std::make_unique<Endpoint>(io, limits, acceptor)) {}

WebSocketServer::~WebSocketServer() = default;

Result<std::uint16_t> WebSocketServer::listen(const std::string& address, std::uint16_t port) {
  return endpoint_->listen(address, port);
}

void WebSocketServer::stop() { endpoint_->stop(); }

std::size_t WebSocketServer::connection_count() const { return endpoint_->connection_count(); }

}  // namespace ripple::gateway
