#include "rules/endpoints/lasting_socket.hpp"

#include <chrono>
#include <utility>

namespace ripple::rules {

LastingSocket::LastingSocket(Node node, boost::asio::io_context& loop, thunder::Endpoint place,
                             const WebSocketLimits& limits, LastingSocketEvents events)
    : node_(std::move(node)),
      loop_(loop),
      place_(std::move(place)),
      limits_(limits),
      events_(std::move(events)),
      pauses_(limits.reconnect, limits.random) {}

void LastingSocket::start() {
  keeper_ = node_.spawn(keep_open(shared_from_this()), "connection to " + place_.authority());
}

Task<void> LastingSocket::keep_open(std::shared_ptr<LastingSocket> self) {
  bool goes_on = !self->is_closed_;
  while (goes_on) {
    const Receiver<bool> end = self->make_socket();
    const Result<void> opened = co_await self->socket_->open(self->node_);
    if (self->is_closed_ || self->node_.is_stopping()) co_return;
    if (opened) {
      const std::int64_t since = self->node_.now();
      self->is_open_ = true;
      if (!self->events_.greeting.empty()) {
        static_cast<void>(self->socket_->send(self->events_.greeting));
      }
      if (self->events_.opened) self->events_.opened();
      if (self->is_closed_) co_return;
      const Result<bool> ended = co_await end.receive();
      if (self->is_closed_ || self->node_.is_stopping()) co_return;
      if (self->node_.now() - since >= std::chrono::nanoseconds(self->limits_.stable_after).count())
        self->pauses_.reset();
      self->fail(ended.error());
      if (self->is_closed_) co_return;
    } else {
      self->fail(opened.error());
    }
    goes_on = co_await self->node_.sleep_for(self->pauses_.next());
    goes_on = goes_on && !self->is_closed_;
  }
}

// What it returns fails when the connection breaks.
Receiver<bool> LastingSocket::make_socket() {
  std::pair<Sender<bool>, Receiver<bool>> end = make_channel<bool>(1, "the end of a connection");
  SocketEvents events;
  events.text = [weak = weak_from_this()](std::string_view text) {
    const auto self = weak.lock();
    if (self && !self->is_closed_ && self->events_.message) self->events_.message(text);
  };
  events.lost = [told = std::move(end.first)](const Error& reason) {
    static_cast<void>(told.fail(reason));
  };
  socket_.emplace(loop_, place_, limits_, std::move(events));
  return std::move(end.second);
}

// The log has each reason once, however long it lasts.
void LastingSocket::fail(const Error& reason) {
  const bool was_open = std::exchange(is_open_, false);
  if (reason.message != last_failure_ || was_open) {
    node_.log(LogLevel::kWarning, reason.message + "; trying again for ever");
  }
  last_failure_ = reason.message;
  if (was_open && events_.lost) events_.lost(reason);
}

Result<void> LastingSocket::send(std::string text) {
  if (!is_open_) return not_available();
  return socket_->send(std::move(text));
}

Error LastingSocket::not_available() const {
  return Error{
      ErrorCode::kNotAvailable,
      "there is no connection to " + place_.authority() + " at the moment: " + last_failure_,
      {}};
}

void LastingSocket::close() {
  if (std::exchange(is_closed_, true)) return;
  is_open_ = false;
  keeper_.cancel();
  socket_.reset();
}

}  // namespace ripple::rules
