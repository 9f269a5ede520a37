#include "main/iec/inbox.hpp"

#include <boost/asio/post.hpp>

#include "main/iec/router.hpp"

namespace ripple::iec {
namespace {

bool counts_against_limit(const Message& message) {
  const std::uint16_t kind = message.header().kind;
  return kind == RIPPLE_REQUEST || kind == RIPPLE_EVENT || kind == RIPPLE_SUBSCRIBE ||
         kind == RIPPLE_UNSUBSCRIBE;
}

}  // namespace

Inbox::Inbox(boost::asio::io_context& io, Router& router, std::size_t limit)
    : io_(io), router_(router), limit_(limit), main_thread_(std::this_thread::get_id()) {}

std::int32_t Inbox::put(ExtnIndex from, Message message) {
  if (std::this_thread::get_id() == main_thread_) {
    router_.submit(from, std::move(message));
    return RIPPLE_OK;
  }
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return RIPPLE_CLOSED;
    if (waiting_.size() >= limit_ && counts_against_limit(message)) return RIPPLE_FULL;
    wake = waiting_.empty();
    waiting_.push_back({from, std::move(message)});
  }
  if (wake) boost::asio::post(io_, [this] { drain(); });
  return RIPPLE_OK;
}

void Inbox::drain() {
  {
    const std::lock_guard lock(mutex_);
    batch_.swap(waiting_);
  }
  for (Item& item : batch_) router_.submit(item.from, std::move(item.message));
  batch_.clear();
}

void Inbox::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  waiting_.clear();
}

}  // namespace ripple::iec
