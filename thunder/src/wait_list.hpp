/// WaitList: coroutines that wait for the same thing to happen.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <list>
#include <optional>
#include <utility>

#include "one_shot.hpp"
#include "ripple/thunder/deadline.hpp"

namespace ripple::thunder {

/// T is what those who wait are told.
template <typename T>
class WaitList {
 public:
  explicit WaitList(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  WaitList(const WaitList&) = delete;
  WaitList& operator=(const WaitList&) = delete;

  /// Nothing when the deadline passed first. The caller keeps the list alive.
  boost::asio::awaitable<std::optional<T>> wait(Deadline deadline) {
    OneShot<T> told(executor_, deadline);
    const Place place(waiting_, told);
    co_return co_await told.wait();
  }

  /// Wakes all who wait now.
  void tell(const T& value) {
    for (OneShot<T>* told : waiting_) told->resolve(value);
  }

  std::size_t size() const { return waiting_.size(); }

 private:
  using Waiting = std::list<OneShot<T>*>;

  class Place {
   public:
    Place(Waiting& waiting, OneShot<T>& told)
        : waiting_(waiting), position_(waiting.insert(waiting.end(), &told)) {}
    ~Place() { waiting_.erase(position_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    Waiting& waiting_;
    typename Waiting::iterator position_;
  };

  boost::asio::any_io_executor executor_;
  Waiting waiting_;
};

}  // namespace ripple::thunder
