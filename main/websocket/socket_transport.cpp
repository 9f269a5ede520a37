#include "socket_transport.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <cstring>
#include <sstream>
#include <utility>

namespace ripple::websocket {
namespace {

namespace asio = boost::asio;
namespace transport = websocketpp::transport;
using tcp = asio::ip::tcp;

/// Up to here, copying into one block costs less than handing the system a list of pieces.
constexpr std::size_t kFlattenBytes = 4096;

/// Read and thrown away per turn of the loop while a connection drains.
constexpr std::size_t kDiscardTurns = 16;

struct BufferRange {
  using value_type = asio::const_buffer;
  using const_iterator = const asio::const_buffer*;
  const_iterator begin() const { return first; }
  const_iterator end() const { return last; }
  const_iterator first;
  const_iterator last;
};

bool would_block(const boost::system::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace

SocketConnection::SocketConnection(bool, const logger_ptr&, const logger_ptr&) {}

void SocketConnection::adopt(LoopSocket socket, std::shared_ptr<std::size_t> drains) {
  socket_ = std::move(socket);
  drains_ = std::move(drains);
  boost::system::error_code ignored;
  socket_->non_blocking(true, ignored);
  socket_->set_option(tcp::no_delay(true), ignored);
}

std::string SocketConnection::get_remote_endpoint() const {
  boost::system::error_code error;
  const tcp::endpoint peer = socket_->remote_endpoint(error);
  if (error) return "unknown";
  std::ostringstream text;
  text << peer;
  return text.str();
}

SocketConnection::timer_ptr SocketConnection::set_timer(long milliseconds,
                                                        transport::timer_handler handler) {
  auto timer = std::make_shared<asio::steady_timer>(socket_->get_executor(),
                                                    std::chrono::milliseconds(milliseconds));
  timer_expiry_ = timer->expiry();
  timer->async_wait([self = shared_from_this(), timer,
                     handler = std::move(handler)](const boost::system::error_code& error) {
    // A timer that expired in the turn in which it was cancelled still arrives without an error;
    // but then nobody else holds it any more.
    if (error || timer.use_count() == 1) {
      handler(make_error_code(transport::error::operation_aborted));
      return;
    }
    self->broken_ = true;
    handler(error_code());
  });
  return timer;
}

void SocketConnection::async_read_at_least(std::size_t, char* data, std::size_t size,
                                           transport::read_handler& handler) {
  read(data, size, &handler);
}

void SocketConnection::async_read_at_least(std::size_t, char* data, std::size_t size,
                                           transport::read_handler&& handler) {
  kept_read_handler_ = std::move(handler);
  read(data, size, &kept_read_handler_);
}

void SocketConnection::read(char* data, std::size_t size, transport::read_handler* handler) {
  read_pending_ = true;
  socket_->async_read_some(asio::buffer(data, size),
                           [self = shared_from_this(), handler](
                               const boost::system::error_code& error, std::size_t count) {
                             self->finish_read(handler, error, count);
                           });
}

void SocketConnection::finish_read(transport::read_handler* handler,
                                   const boost::system::error_code& error, std::size_t size) {
  read_pending_ = false;
  if (drain_timer_) {
    error ? end_drain() : discard_input();
    return;
  }
  error_code result;
  if (error) {
    broken_ = true;
    result = make_error_code(error == asio::error::eof ? transport::error::eof
                                                       : transport::error::pass_through);
  }
  reading_ = true;
  if (handler == &kept_read_handler_) {
    const transport::read_handler once = std::move(kept_read_handler_);
    once(result, size);
  } else {
    (*handler)(result, size);
  }
  reading_ = false;
  if (flush_requested_) flush();
}

void SocketConnection::request_flush() {
  if (flush_requested_) return;
  flush_requested_ = true;
  if (!reading_) {
    asio::post(socket_->get_executor(), [self = shared_from_this()] {
      if (self->flush_requested_) self->flush();
    });
  }
}

void SocketConnection::flush() {
  flush_requested_ = false;
  write_frame();
}

void SocketConnection::async_write(const std::vector<transport::buffer>& buffers,
                                   transport::write_handler& handler) {
  in_flight_bytes_ = std::exchange(queued_bytes_, 0);
  write_handler_ = &handler;
  to_write_.clear();
  write_position_ = 0;
  for (const transport::buffer& buffer : buffers) to_write_.emplace_back(buffer.buf, buffer.len);
  if (!write_flattened()) write_remaining();
}

void SocketConnection::async_write(const char* data, std::size_t size,
                                   transport::write_handler handler) {
  kept_write_handler_ = std::move(handler);
  write_handler_ = &kept_write_handler_;
  to_write_.assign(1, asio::const_buffer(data, size));
  write_position_ = 0;
  write_remaining();
}

bool SocketConnection::write_flattened() {
  const std::size_t total = asio::buffer_size(to_write_);
  if (total > kFlattenBytes) return false;
  std::array<char, kFlattenBytes> block;
  asio::buffer_copy(asio::buffer(block), to_write_);
  boost::system::error_code error;
  const std::size_t written = socket_->write_some(asio::buffer(block.data(), total), error);
  if (error || written < total) {
    consume_written(written);
    return false;
  }
  finish_write(error);
  return true;
}

void SocketConnection::write_remaining() {
  while (write_position_ < to_write_.size()) {
    boost::system::error_code error;
    const asio::const_buffer* all = to_write_.data();
    const std::size_t written =
        socket_->write_some(BufferRange{all + write_position_, all + to_write_.size()}, error);
    if (would_block(error)) {
      socket_->async_wait(LoopSocket::wait_write,
                          [self = shared_from_this()](const boost::system::error_code& failed) {
                            failed ? self->finish_write(failed) : self->write_remaining();
                          });
      return;
    }
    if (error) {
      finish_write(error);
      return;
    }
    consume_written(written);
  }
  finish_write({});
}

void SocketConnection::consume_written(std::size_t size) {
  in_flight_bytes_ -= std::min(in_flight_bytes_, size);
  while (write_position_ < to_write_.size() && size >= to_write_[write_position_].size()) {
    size -= to_write_[write_position_].size();
    ++write_position_;
  }
  if (size > 0) to_write_[write_position_] += size;
}

void SocketConnection::finish_write(const boost::system::error_code& error) {
  error_code result;
  if (error) {
    broken_ = true;
    result = make_error_code(transport::error::pass_through);
  }
  in_flight_bytes_ = 0;
  to_write_.clear();
  write_position_ = 0;
  transport::write_handler* const handler = std::exchange(write_handler_, nullptr);
  if (handler == &kept_write_handler_) {
    const transport::write_handler once = std::move(kept_write_handler_);
    once(result);
  } else {
    (*handler)(result);
  }
}

void SocketConnection::async_shutdown(const transport::shutdown_handler& handler) {
  if (!broken_ && drain_timeout_ && *drains_ < kMaxDrains) {
    drain();
  } else {
    cut();
  }
  handler(error_code());
}

void SocketConnection::drain() {
  boost::system::error_code error;
  socket_->shutdown(LoopSocket::shutdown_send, error);
  if (error) {
    cut();
    return;
  }
  ++*drains_;
  // The timer of the closing handshake, where there was one, has started before.
  const auto latest = std::chrono::steady_clock::now() + *drain_timeout_;
  drain_timer_ = std::make_unique<asio::steady_timer>(socket_->get_executor(),
                                                      std::min(latest, timer_expiry_));
  drain_timer_->async_wait([self = shared_from_this()](const boost::system::error_code&) {
    --*self->drains_;
    self->cut();
  });
  // Two reads must not wait at once: the end of input is told to the first only.
  if (!read_pending_) discard_input();
}

void SocketConnection::discard_input() {
  socket_->async_wait(LoopSocket::wait_read,
                      [self = shared_from_this()](const boost::system::error_code& failed) {
                        std::array<char, kFlattenBytes> block;
                        boost::system::error_code error = failed;
                        for (std::size_t turn = 0; turn < kDiscardTurns && !error; ++turn) {
                          self->socket_->read_some(asio::buffer(block), error);
                        }
                        if (!error || would_block(error)) {
                          self->discard_input();
                        } else {
                          self->end_drain();
                        }
                      });
}

void SocketConnection::end_drain() { drain_timer_->cancel(); }

void SocketConnection::cut() {
  boost::system::error_code ignored;
  if (write_handler_ != nullptr) {
    // The peer does not read: without this the system would keep the data, for minutes.
    socket_->set_option(LoopSocket::linger(true, 0), ignored);
  }
  socket_->close(ignored);
}

}  // namespace ripple::websocket
