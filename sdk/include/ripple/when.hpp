/// when_all and when_any: several things awaited at the same time.
///
///     auto [make, name] = co_await when_all(node.call(DeviceInfo::make{}),
///                                           node.call(DeviceInfo::name{}));
///
///     auto first = co_await when_any(receiver.receive(), node.sleep_for(1s));
///     if (first.index() == 0) use(std::get<0>(first));
///
/// They run on the coroutine that awaits them and need no loop of their own. What returns nothing
/// gives std::monostate. What cannot be moved, such as Node::call and Receiver::receive, is
/// borrowed: write it inside the co_await expression.
#pragma once

#include <array>
#include <coroutine>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "ripple/branch.hpp"
#include "ripple/outcome.hpp"
#include "ripple/task.hpp"

namespace ripple {

namespace detail {

/// Starts branches in order, and lets the awaiting coroutine go on when enough of them have ended
/// or one has thrown. Branches that are still running are destroyed before it does.
class Joint : private BranchOwner {
 public:
  bool await_ready() const noexcept { return false; }
  Joint(const Joint&) = delete;
  Joint& operator=(const Joint&) = delete;

 protected:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  explicit Joint(std::size_t enough) : enough_(enough) {}
  ~Joint() = default;

  /// `branch(index)` starts branch `index` as owner's. False: the awaiting coroutine goes on.
  template <typename Start>
  bool start_all(std::size_t count, std::coroutine_handle<> awaiting, Start&& start) {
    starting_ = true;
    for (std::size_t i = 0; i < count && !is_decided(); ++i) start(i);
    starting_ = false;
    awaiting_ = awaiting;
    return !is_decided();
  }

  BranchOwner& as_owner() { return *this; }
  bool is_decided() const { return ended_ >= enough_ || thrown_ != kNone; }

  /// The one that threw, or else the one that ended last.
  std::size_t decisive() const { return thrown_ != kNone ? thrown_ : last_; }
  bool has_thrown() const { return thrown_ != kNone; }

 private:
  std::coroutine_handle<> on_branch_end(std::size_t index, bool has_thrown) noexcept final {
    ++ended_;
    last_ = index;
    if (has_thrown) thrown_ = index;
    return is_decided() && !starting_ ? awaiting_ : std::noop_coroutine();
  }

  std::coroutine_handle<> awaiting_;
  std::size_t enough_;
  std::size_t ended_ = 0;
  std::size_t last_ = kNone;
  std::size_t thrown_ = kNone;
  bool starting_ = false;
};

template <typename... Ts>
class JointOfTasks : public Joint {
 public:
  JointOfTasks(std::size_t enough, Task<Ts>... tasks)
      : Joint(enough), branches_(Branch<Ts>(std::move(tasks))...) {}

  bool await_suspend(std::coroutine_handle<> awaiting) {
    return start_all(sizeof...(Ts), awaiting, [this](std::size_t index) {
      for_index(index, [&](auto& branch) { branch.start(as_owner(), index); });
    });
  }

 protected:
  template <typename Function>
  void for_index(std::size_t index, Function&& function) {
    std::size_t i = 0;
    std::apply([&](auto&... branch) { ((i++ == index ? function(branch) : void()), ...); },
               branches_);
  }
  void end_all() {
    std::apply([](auto&... branch) { (branch.end(), ...); }, branches_);
  }
  void rethrow() {
    if (!has_thrown()) return;
    for_index(decisive(), [](auto& branch) { branch.outcome().take(); });
  }

  std::tuple<Branch<Ts>...> branches_;
};

template <typename... Ts>
class [[nodiscard]] WhenAll final : public JointOfTasks<Ts...> {
 public:
  explicit WhenAll(Task<Ts>... tasks) : JointOfTasks<Ts...>(sizeof...(Ts), std::move(tasks)...) {}

  std::tuple<NonVoid<Ts>...> await_resume() {
    this->end_all();
    this->rethrow();
    return std::apply(
        [](auto&... branch) { return std::tuple<NonVoid<Ts>...>(branch.outcome().take()...); },
        this->branches_);
  }
};

template <typename... Ts>
class [[nodiscard]] WhenAny final : public JointOfTasks<Ts...> {
 public:
  explicit WhenAny(Task<Ts>... tasks) : JointOfTasks<Ts...>(1, std::move(tasks)...) {}

  std::variant<NonVoid<Ts>...> await_resume() {
    this->end_all();
    this->rethrow();
    return take(std::index_sequence_for<Ts...>());
  }

 private:
  template <std::size_t... I>
  std::variant<NonVoid<Ts>...> take(std::index_sequence<I...>) {
    std::optional<std::variant<NonVoid<Ts>...>> first;
    const std::size_t winner = this->decisive();
    ((I == winner ? void(first.emplace(std::in_place_index<I>,
                                       std::get<I>(this->branches_).outcome().take()))
                  : void()),
     ...);
    return std::move(*first);
  }
};

template <typename T>
class JointOfVector : public Joint {
 public:
  JointOfVector(std::size_t enough, std::vector<Task<T>>& tasks) : Joint(enough) {
    branches_.reserve(tasks.size());
    for (Task<T>& task : tasks) branches_.emplace_back(std::move(task));
  }

  bool await_suspend(std::coroutine_handle<> awaiting) {
    return start_all(branches_.size(), awaiting,
                     [this](std::size_t index) { branches_[index].start(as_owner(), index); });
  }

 protected:
  void end_all() {
    for (Branch<T>& branch : branches_) branch.end();
    if (has_thrown()) branches_[decisive()].outcome().take();
  }

  std::vector<Branch<T>> branches_;
};

template <typename T>
class [[nodiscard]] WhenAllOfVector final : public JointOfVector<T> {
 public:
  explicit WhenAllOfVector(std::vector<Task<T>> tasks) : JointOfVector<T>(tasks.size(), tasks) {}

  std::vector<NonVoid<T>> await_resume() {
    this->end_all();
    std::vector<NonVoid<T>> results;
    results.reserve(this->branches_.size());
    for (Branch<T>& branch : this->branches_) results.push_back(branch.outcome().take());
    return results;
  }
};

template <typename T>
class [[nodiscard]] WhenAnyOfVector final : public JointOfVector<T> {
 public:
  explicit WhenAnyOfVector(std::vector<Task<T>> tasks) : JointOfVector<T>(1, tasks) {
    if (this->branches_.empty()) {
      throw std::invalid_argument("when_any of no tasks would wait for ever; give it at least one");
    }
  }

  std::pair<std::size_t, NonVoid<T>> await_resume() {
    this->end_all();
    const std::size_t winner = this->decisive();
    return {winner, this->branches_[winner].outcome().take()};
  }
};

}  // namespace detail

/// co_await gives a std::tuple with one result for each. The first exception ends the others, which
/// are destroyed where they wait, and is rethrown.
template <detail::CanBeAwaited... Awaitables>
requires(sizeof...(Awaitables) > 0) auto when_all(Awaitables&&... awaitables) {
  return detail::WhenAll<detail::Awaited<Awaitables>...>(
      detail::as_task(std::forward<Awaitables>(awaitables))...);
}

/// co_await gives a std::vector with the results in the order of the tasks.
template <typename T>
auto when_all(std::vector<Task<T>> tasks) {
  return detail::WhenAllOfVector<T>(std::move(tasks));
}

/// co_await gives a std::variant; its index tells which was first. The others are destroyed where
/// they wait, and are out of every queue, before the awaiting coroutine goes on. Those after one
/// that ends at once do not begin.
template <detail::CanBeAwaited... Awaitables>
requires(sizeof...(Awaitables) > 0) auto when_any(Awaitables&&... awaitables) {
  return detail::WhenAny<detail::Awaited<Awaitables>...>(
      detail::as_task(std::forward<Awaitables>(awaitables))...);
}

/// co_await gives the index of the first and its result. Throws std::invalid_argument for no tasks.
template <typename T>
auto when_any(std::vector<Task<T>> tasks) {
  return detail::WhenAnyOfVector<T>(std::move(tasks));
}

}  // namespace ripple
