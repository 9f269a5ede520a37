// A host without behaviour: it writes down what a channel sends, from any thread, and can answer
// from inside the send.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ripple/abi.h"
#include "ripple/host_proxy.hpp"
#include "ripple/message.hpp"
#include "ripple/testing/name_table.hpp"

namespace ripple {

class RawHost {
 public:
  /// Called on the sending thread before the message is written down; true: keep it out.
  std::function<bool(Message&)> on_message;

  const ripple_host* abi() const { return &host_; }

  std::uint32_t contract(std::string_view name) {
    const std::lock_guard lock(mutex_);
    return contracts_.intern(name);
  }
  std::uint32_t method(std::string_view name) {
    const std::lock_guard lock(mutex_);
    return methods_.intern(name);
  }

  /// Waits until a message comes for which `matches` holds, and takes it out.
  template <typename Matches>
  std::optional<Message> await(Matches matches) {
    std::unique_lock lock(mutex_);
    std::optional<Message> found;
    arrived_.wait_for(lock, std::chrono::seconds(60), [&] {
      for (auto message = messages_.begin(); message != messages_.end(); ++message) {
        if (!matches(std::as_const(*message))) continue;
        found.emplace(std::move(*message));
        messages_.erase(message);
        return true;
      }
      return false;
    });
    return found;
  }
  std::optional<Message> await_status(std::int32_t code) {
    return await([code](const Message& message) {
      return message.kind() == RIPPLE_STATUS && message.header().code == code;
    });
  }
  std::optional<Message> await_answer(std::uint64_t id) {
    return await([id](const Message& message) {
      return (message.kind() == RIPPLE_RESPONSE || message.kind() == RIPPLE_ERROR) &&
             message.header().id == id;
    });
  }

  bool has_logged(std::string_view part) {
    const std::lock_guard lock(mutex_);
    for (const std::string& line : log_) {
      if (line.find(part) != std::string::npos) return true;
    }
    return false;
  }

  /// Runs what was posted to the host loop.
  void run_posts() {
    for (;;) {
      std::pair<void (*)(void*), void*> post{};
      {
        const std::lock_guard lock(mutex_);
        if (posts_.empty()) return;
        post = posts_.front();
        posts_.pop_front();
      }
      post.first(post.second);
    }
  }

 private:
  static RawHost& of(const ripple_host* host) { return *static_cast<RawHost*>(host->self); }

  static int32_t send(const ripple_host* host, const ripple_message* raw) {
    RawHost& self = of(host);
    Message message = Message::adopt(*raw);
    if (self.on_message && self.on_message(message)) return RIPPLE_OK;
    const std::lock_guard lock(self.mutex_);
    self.messages_.push_back(std::move(message));
    self.arrived_.notify_all();
    return RIPPLE_OK;
  }
  static int64_t now(const ripple_host*) {
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
  }
  static void log(const ripple_host* host, int32_t, ripple_string text) {
    const std::lock_guard lock(of(host).mutex_);
    of(host).log_.emplace_back(from_abi(text));
  }
  static const void* ability(const ripple_host*, ripple_string name) {
    static const ripple_host_loop kLoop = {
        sizeof(ripple_host_loop),
        [](const ripple_host* host, void (*run)(void*), void* argument) {
          const std::lock_guard lock(of(host).mutex_);
          of(host).posts_.emplace_back(run, argument);
        },
        [](const ripple_host*, int64_t, void (*)(void*), void*) -> uint64_t { return 1; },
        [](const ripple_host*, uint64_t) {}};
    return from_abi(name) == RIPPLE_HOST_LOOP ? &kLoop : nullptr;
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Message> messages_;
  std::deque<std::pair<void (*)(void*), void*>> posts_;
  std::vector<std::string> log_;
  testing::NameTable contracts_;
  testing::NameTable methods_;

  const ripple_host host_{
      sizeof(ripple_host),
      RIPPLE_ABI_MAJOR,
      RIPPLE_ABI_MINOR,
      this,
      &send,
      &now,
      &log,
      [](const ripple_host*, int32_t) { return 1; },
      [](const ripple_host* host, ripple_string name) { return of(host).contract(from_abi(name)); },
      [](const ripple_host* host, uint32_t, ripple_string name) {
        return of(host).method(from_abi(name));
      },
      [](const ripple_host*, ripple_string) -> uint32_t { return RIPPLE_NO_INDEX; },
      [](const ripple_host*, uint32_t) {
        return ripple_string{nullptr, 0};
      },
      &ability};
};

/// A channel built from an entry, driven as Main drives it.
class RawChannel {
 public:
  RawChannel(RawHost& host, const ripple_entry* entry, std::uint32_t mailbox_limit = 64)
      : host_(host) {
    const ripple_build_arguments arguments = {
        sizeof(ripple_build_arguments), host.abi(), entry->id, {nullptr, 0}, mailbox_limit};
    entry->builder->build(entry->builder, &arguments, &channel_, &failure_);
  }
  RawChannel(const RawChannel&) = delete;
  RawChannel& operator=(const RawChannel&) = delete;
  ~RawChannel() { destroy(); }

  std::int32_t start() { return channel_->start(channel_, &failure_); }
  void stop() { channel_->stop(channel_); }
  void destroy() {
    if (ripple_channel* const channel = std::exchange(channel_, nullptr)) channel->destroy(channel);
  }

  std::int32_t deliver(Message message) {
    const ripple_message raw = message.give();
    return channel_->deliver(channel_, &raw);
  }

  std::int32_t request(std::uint64_t id, std::string_view contract, std::string_view method,
                       std::string_view params = {}) {
    Message message(RIPPLE_REQUEST);
    message.header().id = id;
    message.header().contract = host_.contract(contract);
    message.header().method = host_.method(method);
    message.set_texts(params);
    return deliver(std::move(message));
  }

 private:
  RawHost& host_;
  ripple_failure failure_{sizeof(ripple_failure), {}};
  ripple_channel* channel_ = nullptr;
};

}  // namespace ripple
