/// HostLoop: the loop of an inline channel, which runs on Main's thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "ripple/host_proxy.hpp"
#include "ripple/loop.hpp"

namespace ripple {

/// What a test's host offers that chooses the order in which things run.
struct HostInterleaving {
  /// Less than `count`.
  std::size_t (*pick)(const ripple_host* host, std::size_t count);
};
inline constexpr std::string_view kInterleavingAbility = "ripple.host.interleaving/1";

/// Over the ability "ripple.host.loop/1".
class HostLoop final : public Loop {
 public:
  /// [main] The thread that makes it is the one it runs on.
  HostLoop(HostProxy host, const ripple_host_loop& ability)
      : host_(host), ability_(ability), posts_(std::make_unique<Posts>(*this)) {
    const void* const interleaving = host.ability(kInterleavingAbility);
    if (interleaving == nullptr) return;
    set_picker(&picker_.emplace(host, *static_cast<const HostInterleaving*>(interleaving)));
  }

  ~HostLoop() override {
    close_door();
    if (alarm_id_ != 0) ability_.cancel_timer(&host_.raw(), alarm_id_);
    // A post that Main has not run yet outlives the loop and must find nothing.
    if (!posts_->abandon()) static_cast<void>(posts_.release());
  }

  std::int64_t now() const override { return host_.now(); }
  bool is_current() const override { return std::this_thread::get_id() == thread_; }

  void start(Source& source) override {
    set_source(&source);
    run();
  }

  void finish(std::function<void()> last) override {
    set_source(nullptr);
    close_door();
    if (alarm_id_ != 0) ability_.cancel_timer(&host_.raw(), std::exchange(alarm_id_, 0));
    if (posts_->open == 0) return last();
    last_ = std::move(last);
  }

  void join() override {}

 protected:
  void request_wake() override {
    posts_->open.fetch_add(1);
    ability_.post(&host_.raw(), &Posts::on_post, posts_.get());
  }

  void request_alarm(std::int64_t at) override {
    if (alarm_id_ != 0) ability_.cancel_timer(&host_.raw(), alarm_id_);
    alarm_id_ = ability_.set_timer(&host_.raw(), at, &HostLoop::on_alarm, this);
  }

 private:
  class HostPicker final : public Picker {
   public:
    HostPicker(HostProxy host, const HostInterleaving& interleaving)
        : host_(host), interleaving_(interleaving) {}
    std::size_t pick(std::size_t count) override { return interleaving_.pick(&host_.raw(), count); }

   private:
    HostProxy host_;
    const HostInterleaving& interleaving_;
  };

  struct Posts {
    explicit Posts(HostLoop& owner) : loop(&owner) {}

    static void on_post(void* argument) {
      auto* const self = static_cast<Posts*>(argument);
      const bool is_last = self->open.fetch_sub(1) == 1;
      if (self->loop != nullptr) return self->loop->on_post(is_last);
      if (is_last) delete self;
    }

    bool abandon() {
      loop = nullptr;
      return open == 0;
    }

    HostLoop* loop;
    std::atomic<int> open = 0;
  };

  void on_post(bool is_last) {
    run();
    if (!is_last || !last_) return;
    const auto last = std::exchange(last_, nullptr);
    last();
  }

  static void on_alarm(void* argument) {
    auto* const self = static_cast<HostLoop*>(argument);
    self->alarm_id_ = 0;
    self->run_timers();
  }

  const HostProxy host_;
  const ripple_host_loop& ability_;
  const std::thread::id thread_ = std::this_thread::get_id();
  std::unique_ptr<Posts> posts_;
  std::function<void()> last_;
  std::uint64_t alarm_id_ = 0;
  std::optional<HostPicker> picker_;
};

}  // namespace ripple
