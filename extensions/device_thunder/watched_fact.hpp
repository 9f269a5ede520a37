/// WatchedFact: one fact of the device, told when it changes.
///
///     auto name = std::make_shared<WatchedFact<std::string>>(node, "device.name", read, tell);
///     name->refresh();          // somebody says that it may have changed: it is read again
///     name->set("Kitchen");     // who has changed it knows
///
/// What is told is always read after the last sign of a change, so that the last value told is what
/// is so, and no value is told twice in a row; values in between may be left out. The first value
/// is no change. Lives on the channel's thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <ripple/deadline.hpp>
#include <ripple/node.hpp>
#include <string>
#include <utility>

namespace ripple::device_thunder {

template <typename T>
class WatchedFact : public std::enable_shared_from_this<WatchedFact<T>> {
 public:
  using Read = std::function<Task<Result<T>>(Deadline)>;
  /// `is_change`: false for the first value.
  using Tell = std::function<void(const T&, bool is_change)>;

  WatchedFact(Node node, std::string name, Read read, Tell tell)
      : node_(std::move(node)),
        name_(std::move(name)),
        read_(std::move(read)),
        tell_(std::move(tell)) {}

  void refresh() {
    is_stale_ = true;
    if (is_reading_) return;
    is_reading_ = true;
    node_.spawn(read(this->shared_from_this()), "reading " + name_);
  }

  void set(const T& value) {
    is_stale_ = true;
    const bool is_change = known_ != value;
    known_ = value;
    was_known_ = true;
    if (is_change) tell_(value, true);
  }

 private:
  static constexpr std::chrono::seconds kReadTime{10};

  static Task<void> read(std::shared_ptr<WatchedFact> self) {
    while (self->is_stale_ && !self->node_.is_stopping()) {
      self->is_stale_ = false;
      const Deadline deadline = Deadline::after(self->node_.now(), kReadTime);
      const Result<T> now = co_await self->read_(deadline);
      // A first value that is old already still shows that the next one is a change.
      if (!self->is_stale_ || !self->was_known_) self->take(now);
    }
    self->is_reading_ = false;
  }

  void take(const Result<T>& now) {
    if (!now) {
      if (now.error().code == ErrorCode::kNotSupported) known_.reset();
      node_.log(LogLevel::kDebug, name_ + " was not read: " + now.error().message);
      return;
    }
    if (known_ == *now) return;
    known_ = *now;
    tell_(*now, std::exchange(was_known_, true));
  }

  Node node_;
  std::string name_;
  Read read_;
  Tell tell_;
  std::optional<T> known_;
  bool was_known_ = false;
  bool is_stale_ = false;
  bool is_reading_ = false;
};

}  // namespace ripple::device_thunder
