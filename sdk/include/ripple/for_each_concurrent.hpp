/// for_each_concurrent: handles the items of a stream, several at the same time.
///
///     const auto handle = [node](Result<Order> order) -> Task<void> {
///       if (order) co_await cook(node, *order);
///     };
///     co_await for_each_concurrent(4, receiver.stream(), handle);
///
/// It ends when the stream has ended and every item has been handled. It needs no loop of its own.
#pragma once

#include <algorithm>
#include <coroutine>
#include <cstddef>
#include <deque>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "ripple/branch.hpp"
#include "ripple/task.hpp"

namespace ripple {

namespace detail {

/// One branch takes items from the stream, the others handle one each. Branches are used again, so
/// a long stream needs no more memory than a short one.
template <typename Stream, typename Handler>
class ConcurrentHandling final : private BranchOwner {
 public:
  ConcurrentHandling(std::size_t limit, Stream& stream, Handler& handler)
      : limit_(std::max<std::size_t>(limit, 1)), stream_(stream), handler_(handler) {}
  ConcurrentHandling(const ConcurrentHandling&) = delete;
  ConcurrentHandling& operator=(const ConcurrentHandling&) = delete;

  bool await_ready() const noexcept { return false; }

  bool await_suspend(std::coroutine_handle<> awaiting) {
    taker_.emplace(take_items());
    taker_->start(*this, kTaker);
    awaiting_ = awaiting;
    return !is_over();
  }

  void await_resume() {
    taker_->end();
    for (std::optional<Branch<void>>& branch : branches_) branch->end();
    if (!thrown_) return;
    (*thrown_ == kTaker ? *taker_ : *branches_[*thrown_]).outcome().take();
  }

 private:
  static constexpr std::size_t kTaker = static_cast<std::size_t>(-1);

  /// Ends when fewer than `limit` items are being handled.
  struct Room {
    ConcurrentHandling& handling;
    bool await_ready() const noexcept { return handling.running_ < handling.limit_; }
    void await_suspend(std::coroutine_handle<> taker) const { handling.waiting_taker_ = taker; }
    void await_resume() const noexcept {}
  };

  Task<void> take_items() {
    bool goes_on = true;
    while (goes_on) {
      co_await Room{*this};
      auto item = co_await stream_.next();
      if (!item) break;
      begin(handler_(std::move(*item)));
      goes_on = !thrown_;
    }
  }

  // What a handler does before it first waits runs inside the taker.
  void begin(Task<void> task) {
    if (free_.empty()) {
      free_.push_back(branches_.size());
      branches_.emplace_back();
    }
    const std::size_t index = free_.back();
    free_.pop_back();
    Branch<void>& branch = branches_[index].emplace(std::move(task));
    ++running_;
    is_beginning_ = true;
    branch.start(*this, index);
    is_beginning_ = false;
  }

  bool is_over() const { return thrown_ || (has_taken_all_ && running_ == 0); }

  std::coroutine_handle<> on_branch_end(std::size_t index, bool has_thrown) noexcept override {
    if (has_thrown && !thrown_) thrown_ = index;
    if (index == kTaker) {
      has_taken_all_ = true;
    } else {
      --running_;
      free_.push_back(index);
      if (is_beginning_) return std::noop_coroutine();
    }
    if (is_over()) return awaiting_ ? awaiting_ : std::noop_coroutine();
    if (waiting_taker_) return std::exchange(waiting_taker_, nullptr);
    return std::noop_coroutine();
  }

  const std::size_t limit_;
  Stream& stream_;
  Handler& handler_;
  std::optional<Branch<void>> taker_;
  std::deque<std::optional<Branch<void>>> branches_;
  std::vector<std::size_t> free_;
  std::size_t running_ = 0;
  std::coroutine_handle<> waiting_taker_;
  std::coroutine_handle<> awaiting_;
  std::optional<std::size_t> thrown_;
  bool has_taken_all_ = false;
  bool is_beginning_ = false;
};

template <typename Stream, typename Handler>
Task<void> handle_each(std::size_t limit, Stream stream, Handler handler) {
  ConcurrentHandling<std::remove_reference_t<Stream>, Handler> handling(limit, stream, handler);
  co_await handling;
}

}  // namespace detail

/// `stream`: anything whose next() gives, awaited, something like std::optional; borrowed when it
/// is an lvalue, moved in otherwise. `handler`: takes an item and returns Task<void>; it is kept as
/// long as its tasks. At most `limit` items are handled at the same time, and none is taken from
/// the stream before it can be.
///
/// What a handler or the stream throws ends all others, which are destroyed where they wait, at
/// once, and is rethrown.
template <typename Stream, typename Handler>
Task<void> for_each_concurrent(std::size_t limit, Stream&& stream, Handler&& handler) {
#if defined(__GNUC__) && !defined(__clang__)
  static_assert(std::is_lvalue_reference_v<Handler> || std::is_trivially_destructible_v<Handler>,
                "GCC 12 destroys the captures of a lambda in a co_await expression twice; give the "
                "handler a name and pass that");
#endif
  return detail::handle_each<Stream, std::decay_t<Handler>>(limit, std::forward<Stream>(stream),
                                                            std::forward<Handler>(handler));
}

}  // namespace ripple
