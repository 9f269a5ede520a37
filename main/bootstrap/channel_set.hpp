/// The channels of the platform: built, started, watched, and stopped in reverse order.
///
/// On Main's thread.
#pragma once

#include <bitset>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "main/extn/extn_catalog.hpp"
#include "main/iec/channel_host.hpp"
#include "main/iec/router.hpp"

namespace ripple::bootstrap {

enum class ChannelState : std::uint8_t { kBuilt, kStarted, kReady, kInterrupted, kError, kStopped };

/// One running instance of an entry, and its mailbox.
class Channel final : public iec::Mailbox {
 public:
  Channel(const extn::ExtnCandidate& candidate, iec::ExtnIndex index,
          std::unique_ptr<iec::ChannelHost> host);
  ~Channel() override;

  /// Errors: kStartFailed with what the builder or the channel said.
  Result<void> build(std::size_t mailbox_limit);
  Result<void> start();
  void stop();
  void destroy();
  std::int32_t deliver(Message delivered) override;

  const extn::ExtnCandidate& candidate() const { return candidate_; }
  iec::ExtnIndex index() const { return index_; }
  /// Device channels are all ready before the first deferred one starts.
  bool is_device() const { return candidate_.metadata.id.is_device_channel(); }
  bool is_builtin() const { return candidate_.metadata.id.is_main(); }

  ChannelState state = ChannelState::kBuilt;
  std::string message;              ///< with kInterrupted and kError
  extn::ContractSet registered;     ///< contracts with a processor
  bool stopped = false;             ///< its last message has come
  std::vector<iec::ExtnIndex> uses_extns;

 private:
  Error failed(std::string_view doing, const ripple_failure& failure) const;

  const extn::ExtnCandidate& candidate_;
  iec::ExtnIndex index_;
  std::unique_ptr<iec::ChannelHost> host_;
  ripple_channel* channel_ = nullptr;
};

class ChannelSet final : public iec::StatusSink {
 public:
  explicit ChannelSet(iec::Router& router) : router_(router) { router.add_status_sink(*this); }

  /// Destroys the channels, the last one first.
  ~ChannelSet() override;

  /// Adds a channel that has been built.
  void add(std::unique_ptr<Channel> channel) { channels_.push_back(std::move(channel)); }
  const std::vector<std::unique_ptr<Channel>>& all() const { return channels_; }

  Result<void> start(Channel& channel);

  /// Called after every change of a channel's state or contracts.
  void on_change(std::function<void(const Channel&)> listener) { listener_ = std::move(listener); }
  void on_status(iec::ExtnIndex from, const Message& status) override;

  /// The channels that were started and have not stopped, in the order of their start.
  std::vector<Channel*> running() const;

 private:
  iec::Router& router_;
  std::vector<std::unique_ptr<Channel>> channels_;
  std::vector<Channel*> started_;
  std::function<void(const Channel&)> listener_;
};

}  // namespace ripple::bootstrap
