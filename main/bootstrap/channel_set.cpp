#include "main/bootstrap/channel_set.hpp"

#include <algorithm>

#include "ripple/json.hpp"

namespace ripple::bootstrap {
namespace {

ripple_string borrow(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

Channel::Channel(const extn::ExtnCandidate& candidate, iec::ExtnIndex index,
                 std::unique_ptr<iec::ChannelHost> host)
    : candidate_(candidate), index_(index), host_(std::move(host)) {}

Channel::~Channel() { destroy(); }

Result<void> Channel::build(std::size_t mailbox_limit) {
  const std::string id = candidate_.metadata.id.to_string();
  const ripple_builder& builder = *candidate_.metadata.entry->builder;
  const ripple_build_arguments arguments{sizeof arguments, host_->abi(), borrow(id),
                                         borrow(candidate_.config),
                                         static_cast<std::uint32_t>(mailbox_limit)};
  ripple_failure failure{sizeof failure, {}};
  if (builder.build(&builder, &arguments, &channel_, &failure) != RIPPLE_OK || !channel_) {
    channel_ = nullptr;
    return failed("build", failure);
  }
  return {};
}

Result<void> Channel::start() {
  ripple_failure failure{sizeof failure, {}};
  if (channel_->start(channel_, &failure) != RIPPLE_OK) return failed("start", failure);
  return {};
}

void Channel::stop() { channel_->stop(channel_); }

void Channel::destroy() {
  if (!channel_) return;
  channel_->destroy(channel_);
  channel_ = nullptr;
}

std::int32_t Channel::deliver(Message delivered) {
  const ripple_message raw = delivered.give();
  return channel_->deliver(channel_, &raw);
}

Error Channel::failed(std::string_view doing, const ripple_failure& failure) const {
  const std::string reason = failure.text[0] != '\0' ? failure.text : "no reason was given";
  return {ErrorCode::kStartFailed,
          candidate_.metadata.id.to_string() + " of " + candidate_.library + " failed to " +
              std::string(doing) + ": " + reason,
          {}};
}

ChannelSet::~ChannelSet() {
  while (!channels_.empty()) channels_.pop_back();
}

Result<void> ChannelSet::start(Channel& channel) {
  iec::Access access;
  access.uses = channel.candidate().uses;
  access.fulfills = channel.candidate().fulfills;
  access.uses_extns = channel.uses_extns;
  router_.attach(channel.index(), channel, std::move(access));
  started_.push_back(&channel);
  channel.state = ChannelState::kStarted;
  Result<void> started = channel.start();
  if (!started) {
    started_.pop_back();
    channel.state = ChannelState::kError;
    channel.message = started.error().message;
    router_.detach(channel.index(), "failed to start");
  }
  return started;
}

void ChannelSet::on_status(iec::ExtnIndex from, const Message& status) {
  const auto found = std::ranges::find_if(
      channels_, [&](const auto& channel) { return channel->index() == from; });
  if (found == channels_.end()) return;
  Channel& channel = **found;
  switch (status.header().code) {
    case RIPPLE_STATUS_READY: channel.state = ChannelState::kReady; break;
    case RIPPLE_STATUS_INTERRUPTED: channel.state = ChannelState::kInterrupted; break;
    case RIPPLE_STATUS_ERROR: channel.state = ChannelState::kError; break;
    case RIPPLE_STATUS_STOPPED:
      // The reason of an end by error is worth more than the end.
      if (channel.state != ChannelState::kError) channel.state = ChannelState::kStopped;
      channel.stopped = true;
      break;
    case RIPPLE_STATUS_PROCESSOR:
      if (status.header().contract < kContractCount) {
        channel.registered.set(status.header().contract);
      }
      break;
    default: return;
  }
  if (const Result<Json::Value> payload = parse_json(status.payload());
      payload && payload->isObject() && (*payload)["message"].isString()) {
    channel.message = (*payload)["message"].asString();
  }
  if (listener_) listener_(channel);
}

std::vector<Channel*> ChannelSet::running() const {
  std::vector<Channel*> result;
  std::ranges::copy_if(started_, std::back_inserter(result),
                       [](const Channel* channel) { return !channel->stopped; });
  return result;
}

}  // namespace ripple::bootstrap
