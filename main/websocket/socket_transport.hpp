/// A websocketpp transport policy over Asio sockets for a program with one loop thread.
///
/// websocketpp's own Asio policy would do; this one writes at once, in the turn that produced the
/// frames, keeps 2 KiB less for each connection, and ends a connection so that the peer can read
/// the closing frame: it stops sending, discards what still arrives, and only then closes.
///
/// The function names are those that websocketpp asks of a transport. Compiled as C++17. Lives on
/// the thread that runs the io_context.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include <websocketpp/common/connection_hdl.hpp>
#include <websocketpp/common/system_error.hpp>
#include <websocketpp/logger/stub.hpp>
#include <websocketpp/transport/base/connection.hpp>
#include <websocketpp/uri.hpp>

namespace ripple::websocket {

/// Knows its executor at compile time, which saves an indirection for each operation.
using LoopSocket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// The socket of one connection.
class SocketConnection : public std::enable_shared_from_this<SocketConnection> {
 public:
  using ptr = std::shared_ptr<SocketConnection>;
  using timer_ptr = std::shared_ptr<boost::asio::steady_timer>;
  using error_code = websocketpp::lib::error_code;
  using logger_ptr = std::shared_ptr<websocketpp::log::stub>;

  SocketConnection(bool is_server, const logger_ptr& access, const logger_ptr& error);
  virtual ~SocketConnection() = default;
  SocketConnection(const SocketConnection&) = delete;
  SocketConnection& operator=(const SocketConnection&) = delete;

  /// Takes an accepted socket. `drains` counts the connections of this server that are discarding
  /// input; past `kMaxDrains` a socket is closed without that courtesy.
  void adopt(LoopSocket socket, std::shared_ptr<std::size_t> drains);

  /// The connection is worth a drain of at most `timeout` when it ends.
  void set_open(std::chrono::milliseconds timeout) { drain_timeout_ = timeout; }

  /// Bytes handed over for sending that the system has not accepted yet.
  std::size_t unsent_bytes() const { return queued_bytes_ + in_flight_bytes_; }
  void add_queued_bytes(std::size_t size) { queued_bytes_ += size; }

  ptr get_shared() { return shared_from_this(); }
  bool is_secure() const { return false; }
  void set_uri(const websocketpp::uri_ptr&) {}
  void set_handle(const websocketpp::connection_hdl&) {}
  std::string get_remote_endpoint() const;
  timer_ptr set_timer(long milliseconds, websocketpp::transport::timer_handler handler);

 protected:
  static constexpr std::size_t kMaxDrains = 64;

  /// websocketpp's connection has this function, which then overrides: it writes all that is
  /// queued.
  virtual void write_frame() = 0;

  void init(const websocketpp::transport::init_handler& handler) { handler(error_code()); }

  /// A handler given as an lvalue is a member of the connection and is called in place; a temporary
  /// one is kept until it has been called.
  void async_read_at_least(std::size_t, char* data, std::size_t size,
                           websocketpp::transport::read_handler& handler);
  void async_read_at_least(std::size_t, char* data, std::size_t size,
                           websocketpp::transport::read_handler&& handler);
  void async_write(const std::vector<websocketpp::transport::buffer>& buffers,
                   websocketpp::transport::write_handler& handler);
  void async_write(const char* data, std::size_t size,
                   websocketpp::transport::write_handler handler);
  void async_shutdown(const websocketpp::transport::shutdown_handler& handler);

  /// websocketpp dispatches nothing but write_frame. While input is handled this waits for the end
  /// of it, so that all answers leave in one write.
  template <typename WriteFrame>
  error_code dispatch(WriteFrame&&) {
    request_flush();
    return error_code();
  }

 private:
  void read(char* data, std::size_t size, websocketpp::transport::read_handler* handler);
  void finish_read(websocketpp::transport::read_handler* handler,
                   const boost::system::error_code& error, std::size_t size);
  void request_flush();
  void flush();
  bool write_flattened();
  void write_remaining();
  void consume_written(std::size_t size);
  void finish_write(const boost::system::error_code& error);
  void drain();
  void discard_input();
  void end_drain();
  void cut();

  std::optional<LoopSocket> socket_;
  std::shared_ptr<std::size_t> drains_;
  std::optional<std::chrono::milliseconds> drain_timeout_;
  std::chrono::steady_clock::time_point timer_expiry_;
  std::unique_ptr<boost::asio::steady_timer> drain_timer_;

  websocketpp::transport::read_handler kept_read_handler_;
  websocketpp::transport::write_handler kept_write_handler_;
  websocketpp::transport::write_handler* write_handler_ = nullptr;
  std::vector<boost::asio::const_buffer> to_write_;
  std::size_t write_position_ = 0;

  std::size_t queued_bytes_ = 0;
  std::size_t in_flight_bytes_ = 0;
  bool read_pending_ = false;
  bool reading_ = false;
  bool flush_requested_ = false;
  bool broken_ = false;
};

/// The endpoint half of the policy: sockets are accepted elsewhere and given to `adopt`.
class SocketTransport {
 public:
  using transport_con_type = SocketConnection;
  using transport_con_ptr = SocketConnection::ptr;

  bool is_secure() const { return false; }

 protected:
  void init_logging(const SocketConnection::logger_ptr&, const SocketConnection::logger_ptr&) {}
  SocketConnection::error_code init(const transport_con_ptr&) { return {}; }
};

}  // namespace ripple::websocket
