/// StreamSend: one value on its way into a stream, waiting for room.
///
/// Authors meet it as `co_await writer.send(value)`.
#pragma once

#include <coroutine>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/stream_port.hpp"

namespace ripple {

/// co_await gives nothing when the value was sent, in the order of the sends; or why it never will
/// be: the other side has gone, or the channel is asked to stop (kCancelled).
class [[nodiscard]] StreamSend final : public RoomWaiter {
 public:
  /// `port` may be empty: the stream was closed.
  StreamSend(std::shared_ptr<StreamPort> port, std::string json)
      : RoomWaiter("room in a stream"), port_(std::move(port)), json_(std::move(json)) {}

  bool await_ready() {
    if (!port_) error_ = closed();
    if (!error_) error_ = port_->end_of_sending();
    if (error_) return true;
    if (!port_->has_room()) return port_->loop().ends_at_once_after_stop();
    put();
    return true;
  }
  void await_suspend(std::coroutine_handle<> coroutine) {
    if (!port_->loop().is_stopping()) port_->wait_for_room(*this, coroutine);
  }
  Result<void> await_resume() {
    if (error_) return std::move(*error_);
    if (sent_) return {};
    return Error{ErrorCode::kCancelled, "the channel is stopping; the value was not sent", {}};
  }

  static Error closed() { return {ErrorCode::kCancelled, "the stream has been closed", {}}; }

 private:
  void on_room(std::optional<Error> error) override {
    error_ = std::move(error);
    if (!error_) put();
  }
  void put() {
    sent_ = true;
    port_->send(json_);
  }

  std::shared_ptr<StreamPort> port_;
  std::string json_;
  std::optional<Error> error_;
  bool sent_ = false;
};

}  // namespace ripple
