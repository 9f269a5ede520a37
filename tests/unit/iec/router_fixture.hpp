/// A router with a clock of the test's own, and mailboxes that keep what they are given.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "main/iec/answer.hpp"
#include "main/iec/router.hpp"
#include "ripple/contracts/registry.hpp"

namespace ripple::iec {

inline constexpr std::int64_t kMillisecond = 1'000'000;
inline constexpr std::int64_t kSecond = 1'000 * kMillisecond;

/// Time stands still until the test moves it.
class ManualTimer final : public WakeTimer {
 public:
  std::int64_t now() const override { return now_; }
  void wake_at(std::int64_t at) override { at_ = at; }
  void on_wake(std::function<void()> wake) override { wake_ = std::move(wake); }
  void stop() override { at_ = kNever; }

  /// Moves on, stopping at each time that was set.
  void advance(std::int64_t duration) {
    const std::int64_t until = now_ + duration;
    while (at_ <= until) {
      if (at_ > now_) now_ = at_;
      at_ = kNever;
      ++wakes_;
      wake_();
    }
    now_ = until;
  }
  bool is_set() const { return at_ != kNever; }
  std::size_t wakes() const { return wakes_; }

 private:
  static constexpr std::int64_t kNever = INT64_MAX;
  std::int64_t now_ = 1000 * kSecond, at_ = kNever;
  std::size_t wakes_ = 0;
  std::function<void()> wake_;
};

class RecordingMailbox final : public Mailbox {
 public:
  std::int32_t deliver(Message message) override {
    if (result != RIPPLE_OK) return result;
    messages.push_back(std::move(message));
    if (on_deliver) on_deliver(messages.back().share());
    return RIPPLE_OK;
  }

  std::size_t count(ripple_message_kind kind) const {
    return static_cast<std::size_t>(
        std::count_if(messages.begin(), messages.end(),
                      [&](const Message& message) { return message.kind() == kind; }));
  }
  /// Every RESPONSE and ERROR with this id.
  std::vector<const Message*> answers(std::uint64_t id) const {
    std::vector<const Message*> found;
    for (const Message& message : messages) {
      const bool answer = message.kind() == RIPPLE_RESPONSE || message.kind() == RIPPLE_ERROR;
      if (answer && message.header().id == id) found.push_back(&message);
    }
    return found;
  }

  std::int32_t result = RIPPLE_OK;
  std::function<void(Message)> on_deliver;
  std::vector<Message> messages;
};

class RecordingSink final : public ReplySink {
 public:
  void on_reply(std::uint64_t cookie, Message reply) override {
    replies.emplace_back(cookie, std::move(reply));
    if (then) then();
  }
  void on_credit(std::uint64_t, std::size_t items) override { credit += items; }
  std::size_t credit = 0;
  std::function<void()> then;
  std::vector<std::pair<std::uint64_t, Message>> replies;
};

inline std::uint32_t index_of(RippleContract contract) {
  return static_cast<std::uint32_t>(contract);
}

inline std::uint32_t method_of(RippleContract contract, std::string_view name) {
  const auto methods = contracts::registry()[index_of(contract)].methods;
  for (std::uint32_t index = 0; index < methods.size(); ++index) {
    if (methods[index].name == name) return index;
  }
  ADD_FAILURE() << "no method " << name;
  return RIPPLE_NO_INDEX;
}

inline ErrorCode code_of(const Message& message) {
  return static_cast<ErrorCode>(message.header().code);
}

/// `caller` may use device_info, which `provider` fulfills; `stranger` may nothing.
class RouterFixture : public ::testing::Test {
 protected:
  explicit RouterFixture(RouterLimits limits = {}) : router_(names_, timer_, limits) {
    Access uses, fulfills;
    for (const RippleContract contract : {kContract, RippleContract::kChat}) {
      uses.uses.set(index_of(contract));
      fulfills.fulfills.set(index_of(contract));
    }
    router_.attach(caller_, caller_box_, uses);
    router_.attach(provider_, provider_box_, fulfills);
    router_.attach(stranger_, stranger_box_, {});
    router_.set_provider(kContract, provider_);
    router_.set_provider(RippleContract::kChat, provider_);
  }

  static Message request(std::uint64_t id) {
    Message message(RIPPLE_REQUEST);
    message.header().id = id;
    message.header().contract = index_of(kContract);
    message.header().method = method_of(kContract, "device.make");
    message.set_texts("{}", R"({"app_id":"refui"})");
    return message;
  }
  static Message subscription(ripple_message_kind kind, std::uint64_t id) {
    Message message(kind);
    message.header().id = id;
    message.header().contract = index_of(kContract);
    message.header().method = method_of(kContract, "device.onNameChanged");
    return message;
  }
  static Message event(std::string_view value) {
    Message message(RIPPLE_EVENT);
    message.header().contract = index_of(kContract);
    message.header().method = method_of(kContract, "device.onNameChanged");
    message.set_texts(value);
    return message;
  }
  /// What the provider says to the request that it was given last.
  Message answer_to(const Message& asked, std::string_view result = "\"Acme\"") {
    Message message = make_response(result);
    message.header().id = asked.header().id;
    return message;
  }
  const Message& last_asked() const { return provider_box_.messages.back(); }

  /// The one answer that `caller` got to the request `id`.
  const Message& only_answer(std::uint64_t id) const {
    static const Message kNone(RIPPLE_STATUS);
    const auto answers = caller_box_.answers(id);
    EXPECT_EQ(answers.size(), 1U) << "answers to request " << id;
    return answers.empty() ? kNone : *answers.front();
  }

  static constexpr RippleContract kContract = RippleContract::kDeviceInfo;

  ExtnTable names_;
  ExtnIndex caller_ = names_.intern("ripple:channel:distributor:caller");
  ExtnIndex provider_ = names_.intern("ripple:channel:device:provider");
  ExtnIndex stranger_ = names_.intern("ripple:extn:distributor:stranger");
  RecordingMailbox caller_box_, provider_box_, stranger_box_;
  RecordingSink sink_;
  ManualTimer timer_;
  Router router_;
};

}  // namespace ripple::iec
