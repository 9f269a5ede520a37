/// EventStream: events of one kind, or platform contexts, one after another.
///
///     auto changes = node.subscribe<DeviceInfo::OnNameChanged>();
///     while (auto name = co_await changes.next()) log(*name);
#pragma once

#include <json/json.h>

#include <coroutine>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ripple/event_feed.hpp"
#include "ripple/extn_channel.hpp"
#include "ripple/json.hpp"

namespace ripple {

/// The part of every stream of events that waits. `T` is what an event's payload reads as.
/// Everything on the channel's thread; a payload that does not read as T is logged and left out.
template <typename T>
class FeedReader {
 public:
  FeedReader(ExtnChannelPointer channel, std::size_t limit)
      : channel_(std::move(channel)), feed_(std::make_unique<EventFeed>(channel_->loop(), limit)) {}

  /// The next event, or nothing when there will be no more.
  [[nodiscard]] auto next() { return Next(channel_, *feed_); }

  /// Why the stream has ended before the channel was stopped, if it has.
  const std::optional<Error>& error() const { return feed_->error(); }

  /// How many events were dropped because this stream was read too slowly.
  std::uint64_t dropped() const { return feed_->dropped(); }

 protected:
  ExtnChannelPointer channel_;
  std::unique_ptr<EventFeed> feed_;

 private:
  class Next final : public MessageWaiter {
   public:
    Next(ExtnChannelPointer channel, EventFeed& feed)
        : MessageWaiter("the next event"), channel_(std::move(channel)), feed_(feed) {}

    bool await_ready() {
      while (std::optional<Message> message = feed_.queue().pop()) {
        if (take(std::move(*message))) return true;
      }
      return feed_.has_ended() || channel_->loop().ends_at_once_after_stop();
    }
    void await_suspend(std::coroutine_handle<> coroutine) {
      if (!channel_->loop().is_stopping()) feed_.queue().wait(*this, coroutine);
    }
    std::optional<T> await_resume() { return std::move(item_); }

    bool take(Message message) override {
      auto json = channel_->reader().parse(message.payload());
      if (!json) return leave_out(json.error());
      T value{};
      if (auto read = from_json(*json, value); !read) return leave_out(read.error());
      item_.emplace(std::move(value));
      return true;
    }

   private:
    bool leave_out(const Error& error) {
      channel_->log(LogLevel::kError, "an event was left out: " + error.message);
      return false;
    }

    ExtnChannelPointer channel_;
    EventFeed& feed_;
    std::optional<T> item_;
  };
};

/// Subscribed from its making to its destruction. It ends when the channel is asked to stop, or at
/// once, with error(), when Main refuses the subscription.
template <typename T>
class [[nodiscard]] EventStream : public FeedReader<T> {
 public:
  EventStream(ExtnChannelPointer channel, std::uint32_t contract, std::uint32_t method)
      : FeedReader<T>(channel, channel->mailbox_limit()), contract_(contract), method_(method) {
    this->channel_->subscribe(contract_, method_, *this->feed_);
  }
  EventStream(EventStream&&) noexcept = default;
  EventStream& operator=(EventStream&&) = delete;
  ~EventStream() {
    if (this->feed_) this->channel_->unsubscribe(contract_, method_, *this->feed_);
  }

 private:
  std::uint32_t contract_;
  std::uint32_t method_;
};

/// The platform's context each time it changes, beginning with the last one known. A reader that is
/// slower than the changes sees only the newest.
class [[nodiscard]] ContextStream : public FeedReader<Json::Value> {
 public:
  explicit ContextStream(ExtnChannelPointer channel) : FeedReader(std::move(channel), 1) {
    channel_->add_context_feed(*feed_);
  }
};

}  // namespace ripple
