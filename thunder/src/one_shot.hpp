/// OneShot: a value that a coroutine waits for, until a deadline.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include "ripple/thunder/deadline.hpp"

namespace ripple::thunder {

template <typename T>
class OneShot {
 public:
  OneShot(const boost::asio::any_io_executor& executor, Deadline deadline)
      : timer_(executor, deadline.at()) {}

  /// The first value counts.
  void resolve(T value) {
    if (value_) return;
    value_.emplace(std::move(value));
    timer_.cancel();
  }

  /// Nothing when the deadline passed first. Once, by one coroutine.
  boost::asio::awaitable<std::optional<T>> wait() {
    if (!value_) {
      boost::system::error_code ignored;
      co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }
    co_return std::move(value_);
  }

 private:
  boost::asio::steady_timer timer_;
  std::optional<T> value_;
};

}  // namespace ripple::thunder
