/// await_asio: a coroutine of Boost.Asio, awaited by one of the SDK.
///
///     auto reply = co_await await_asio(node, client.call("Lightbar.1.color", {}, 2s));
///     if (!reply) co_return log(reply.error().message);     // the channel stops
///
/// For libraries that are written for Asio, on the io_context of a channel with a thread of its
/// own. Not part of <ripple/sdk.hpp>. GCC 12 takes Asio's allocation of coroutine frames for a
/// mismatch: compile what writes such coroutines with -Wno-mismatched-new-delete.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/node.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

/// co_await gives Result<T>, or throws what the coroutine threw. Errors: kCancelled when the
/// channel is asked to stop, kFailedPrecondition on an inline channel. Destroying it, or the stop,
/// cancels what Asio is doing; the coroutine then ends on its own, unheard.
template <typename T>
class [[nodiscard]] AsioWait final : public Waiter {
 public:
  AsioWait(Loop& loop, boost::asio::io_context* io, boost::asio::awaitable<T> awaitable)
      : Waiter("a coroutine of Asio"),
        loop_(loop),
        io_(io),
        awaitable_(std::move(awaitable)),
        state_(std::make_shared<State>()) {}
  ~AsioWait() {
    state_->waiter = nullptr;
    if (begun_ && !state_->over) state_->cancel.emit(boost::asio::cancellation_type::terminal);
  }

  bool await_ready() const { return io_ == nullptr || loop_.ends_at_once_after_stop(); }

  bool await_suspend(std::coroutine_handle<> coroutine) {
    if (loop_.is_stopping()) return true;
    loop_.wait(*this, coroutine);
    state_->waiter = this;
    begun_ = true;
    boost::asio::co_spawn(
        *io_, std::move(awaitable_),
        boost::asio::bind_cancellation_slot(
            state_->cancel.slot(), [state = state_](const std::exception_ptr& exception, T value) {
              state->over = true;
              AsioWait* const waiter = std::exchange(state->waiter, nullptr);
              if (waiter != nullptr) waiter->end(exception, std::move(value));
            }));
    return true;
  }

  Result<T> await_resume() {
    if (exception_) std::rethrow_exception(exception_);
    if (value_) return Result<T>(boost::system::in_place_value, std::move(*value_));
    if (io_ == nullptr) {
      return Result<T>(boost::system::in_place_error,
                       Error{ErrorCode::kFailedPrecondition,
                             "an inline channel has no io_context; build it with channel()",
                             {}});
    }
    return Result<T>(boost::system::in_place_error,
                     Error{ErrorCode::kCancelled, "the channel is stopping", {}});
  }

 private:
  struct State {
    AsioWait* waiter = nullptr;
    bool over = false;
    boost::asio::cancellation_signal cancel;
  };

  void end(const std::exception_ptr& exception, T value) {
    exception_ = exception;
    if (!exception) value_.emplace(std::move(value));
    loop_.make_ready(*this);
  }

  Loop& loop_;
  boost::asio::io_context* io_;
  boost::asio::awaitable<T> awaitable_;
  std::shared_ptr<State> state_;
  std::exception_ptr exception_;
  std::optional<T> value_;
  bool begun_ = false;
};

/// Only on the channel's own thread, inside a task.
template <typename T>
AsioWait<T> await_asio(const Node& node, boost::asio::awaitable<T> awaitable) {
  return {*Loop::current(), node.io_context(), std::move(awaitable)};
}

}  // namespace ripple
