/// Branch: one of several tasks that run together on behalf of one coroutine.
///
/// What when_all, when_any, with_timeout and for_each_concurrent are made of; extension authors do
/// not meet it.
///
///     Branch<int> branch(count());
///     branch.start(owner, 0);        // owner.on_branch_end(0, false) when it has ended
///     int value = branch.outcome().take();
#pragma once

#include <concepts>
#include <coroutine>
#include <cstddef>
#include <type_traits>
#include <utility>

#include "ripple/outcome.hpp"
#include "ripple/task.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

namespace detail {

template <typename A>
concept HasMemberCoAwait = requires(A&& awaitable) {
  std::forward<A>(awaitable).operator co_await();
};
template <typename A>
concept HasFreeCoAwait = requires(A&& awaitable) {
  operator co_await(std::forward<A>(awaitable));
};

template <typename A>
decltype(auto) awaiter_of(A&& awaitable) {
  if constexpr (HasMemberCoAwait<A>) {
    return std::forward<A>(awaitable).operator co_await();
  } else if constexpr (HasFreeCoAwait<A>) {
    return operator co_await(std::forward<A>(awaitable));
  } else {
    return std::forward<A>(awaitable);
  }
}

template <typename A>
concept CanBeAwaited = requires(A&& awaitable) {
  awaiter_of(std::forward<A>(awaitable)).await_ready();
};

/// What `co_await std::declval<A>()` gives.
template <typename A>
using Awaited = std::remove_cvref_t<decltype(awaiter_of(std::declval<A>()).await_resume())>;

template <typename T>
inline constexpr bool kIsTask = false;
template <typename T>
inline constexpr bool kIsTask<Task<T>> = true;

/// Takes a waiter out of its lists when the coroutine that awaits it is destroyed.
class Abandoning {
 public:
  explicit Abandoning(Waiter& waiter) : waiter_(waiter) {}
  Abandoning(const Abandoning&) = delete;
  Abandoning& operator=(const Abandoning&) = delete;
  ~Abandoning() { waiter_.abandon(); }

 private:
  Waiter& waiter_;
};

template <typename A>
Task<Awaited<A>> await_borrowed(std::remove_reference_t<A>& awaitable) {
  if constexpr (std::derived_from<std::remove_cvref_t<A>, Waiter>) {
    const Abandoning on_end(awaitable);
    co_return co_await static_cast<A&&>(awaitable);
  } else {
    co_return co_await static_cast<A&&>(awaitable);
  }
}

template <typename A>
Task<Awaited<A>> await_owned(A awaitable) {
  co_return co_await std::move(awaitable);
}

/// Anything that can be awaited, as a Task. What can be moved and is given as a temporary is moved
/// in; all else is borrowed.
template <typename A>
auto as_task(A&& awaitable) {
  using Plain = std::remove_cvref_t<A>;
  if constexpr (kIsTask<Plain>) {
    static_assert(!std::is_lvalue_reference_v<A>, "a Task is awaited once: std::move it in");
    return std::move(awaitable);
  } else if constexpr (!std::is_lvalue_reference_v<A> && std::is_move_constructible_v<Plain>) {
    return await_owned<Plain>(std::move(awaitable));
  } else {
    return await_borrowed<A&&>(awaitable);
  }
}

}  // namespace detail

/// Runs branches and hears of their ends.
class BranchOwner {
 public:
  /// The branch has its outcome and its coroutine is destroyed. Returns what runs next, or
  /// std::noop_coroutine().
  virtual std::coroutine_handle<> on_branch_end(std::size_t index, bool has_thrown) noexcept = 0;

 protected:
  ~BranchOwner() = default;
};

/// Destroying it destroys the task where it stands. Must stay where it is once started.
template <typename T>
class Branch final : private detail::TaskObserver {
 public:
  explicit Branch(Task<T> task) : task_(std::move(task)) {}
  Branch(Branch&& other) noexcept : task_(std::move(other.task_)) {}
  Branch& operator=(Branch&&) = delete;

  /// Runs the task until it first waits. It may have ended when this returns, and the owner has
  /// then been told.
  void start(BranchOwner& owner, std::size_t index) {
    owner_ = &owner;
    index_ = index;
    detail::TaskAccess::observe(task_, *this);
    detail::TaskAccess::coroutine(task_).resume();
  }

  /// Destroys the task if it has not ended. Not from within it.
  void end() { task_ = Task<T>(); }

  Outcome<T>& outcome() { return outcome_; }

 private:
  // The coroutine holds its arguments until it is destroyed, and an argument may be what another
  // branch waits for: the last sender of a channel.
  std::coroutine_handle<> on_task_end() noexcept override {
    outcome_.set_from([this] { return detail::TaskAccess::take(task_); });
    end();
    return owner_->on_branch_end(index_, outcome_.has_thrown());
  }

  Task<T> task_;
  Outcome<T> outcome_;
  BranchOwner* owner_ = nullptr;
  std::size_t index_ = 0;
};

}  // namespace ripple
