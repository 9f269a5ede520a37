/// Outcome: what a task came to, kept after its coroutine is gone.
///
///     Outcome<int> outcome;
///     outcome.set_from([] { return 42; });
///     int value = outcome.take();          // or throws what the function threw
#pragma once

#include <exception>
#include <type_traits>
#include <utility>
#include <variant>

#include "ripple/error.hpp"

namespace ripple {

/// How combinators pass on the result of something that returns nothing.
template <typename T>
using NonVoid = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

namespace detail {
template <typename T>
struct Flatten {
  using type = Result<T>;
};
template <typename T>
struct Flatten<Result<T>> {
  using type = Result<T>;
};
}  // namespace detail

/// Result<T>, and Result<T> itself when T is one already.
template <typename T>
using FlatResult = typename detail::Flatten<T>::type;

/// Empty, a value, or an exception. Move-only use: take it once.
template <typename T>
class Outcome {
 public:
  bool is_set() const { return state_.index() != 0; }
  bool has_thrown() const { return state_.index() == 2; }

  /// NULL unless has_thrown.
  std::exception_ptr exception() const { return has_thrown() ? std::get<2>(state_) : nullptr; }

  /// Runs `function` and keeps what it returns or throws.
  template <typename Function>
  void set_from(Function&& function) noexcept {
    try {
      if constexpr (std::is_void_v<T>) {
        function();
        state_.template emplace<1>();
      } else {
        state_.template emplace<1>(function());
      }
    } catch (...) {
      state_.template emplace<2>(std::current_exception());
    }
  }

  /// Only when set.
  NonVoid<T> take() {
    if (has_thrown()) std::rethrow_exception(std::get<2>(state_));
    return std::move(std::get<1>(state_));
  }

  /// The same as a Result.
  FlatResult<T> take_result() {
    if constexpr (std::is_void_v<T>) {
      take();
      return {};
    } else if constexpr (std::is_same_v<FlatResult<T>, T>) {
      return take();
    } else {
      return FlatResult<T>(boost::system::in_place_value, take());
    }
  }

 private:
  struct Nothing {};
  std::variant<Nothing, NonVoid<T>, std::exception_ptr> state_;
};

}  // namespace ripple
