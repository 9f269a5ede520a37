/// ItemStream: what the other side of a streaming request sends, one after another.
///
///     while (auto text = co_await call.items.next()) {
///       if (!*text) co_return call.fail(text->error());   // it broke off
///       say(**text);
///     }
#pragma once

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/json.hpp"
#include "ripple/stream_port.hpp"

namespace ripple {

/// co_await next() gives the next item; an Error where the stream broke off (the other side has
/// gone, or failed) or an item does not read as T; nothing when it has ended, or the channel is
/// asked to stop. Move-only. Everything on the channel's thread.
template <typename T>
class [[nodiscard]] ItemStream {
 public:
  explicit ItemStream(std::shared_ptr<StreamPort> port) : port_(std::move(port)) {}
  ItemStream(ItemStream&&) noexcept = default;
  ItemStream& operator=(ItemStream&&) noexcept = default;

  [[nodiscard]] auto next() { return Next(port_); }

 private:
  class Next final : public MessageWaiter {
   public:
    explicit Next(std::shared_ptr<StreamPort> port)
        : MessageWaiter("the next item of a stream"), port_(std::move(port)) {}

    bool await_ready() {
      if (std::optional<Message> message = port_->incoming().pop()) {
        return take(std::move(*message));
      }
      return port_->has_incoming_ended() || port_->loop().ends_at_once_after_stop();
    }
    void await_suspend(std::coroutine_handle<> coroutine) {
      if (!port_->loop().is_stopping()) port_->incoming().wait(*this, coroutine);
    }
    std::optional<Result<T>> await_resume() {
      if (item_) return std::move(item_);
      if (std::optional<Error> error = port_->take_incoming_error()) return Result<T>(*error);
      return std::nullopt;
    }

    bool take(Message message) override {
      port_->count_read();
      JsonReader reader;
      const std::string_view text = message.payload();
      auto json = reader.parse(text.empty() ? "null" : text);
      if (!json) {
        item_.emplace(unreadable(json.error()));
        return true;
      }
      T value{};
      if (auto read = from_json(*json, value); !read) {
        item_.emplace(unreadable(read.error()));
      } else {
        item_.emplace(std::move(value));
      }
      return true;
    }

   private:
    static Error unreadable(const Error& error) {
      return {ErrorCode::kInvalidParams, "an item does not fit the contract: " + error.message, {}};
    }

    std::shared_ptr<StreamPort> port_;
    std::optional<Result<T>> item_;
  };

  std::shared_ptr<StreamPort> port_;
};

}  // namespace ripple
