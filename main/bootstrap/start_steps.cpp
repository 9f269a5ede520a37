#include "main/bootstrap/start_steps.hpp"

#include <algorithm>
#include <ranges>

namespace ripple::bootstrap {
namespace {

using Choice = bool (*)(const Channel&);

std::chrono::steady_clock::time_point after(std::chrono::milliseconds duration) {
  return std::chrono::steady_clock::now() + duration;
}

bool settled(const Channel& channel) {
  return channel.state == ChannelState::kReady || channel.state == ChannelState::kError ||
         channel.state == ChannelState::kStopped;
}

extn::ContractSet owed_contracts(const Channel& channel) {
  return channel.candidate().fulfills & ~channel.registered;
}

Error interrupted() {
  return {ErrorCode::kCancelled, "asked to stop while the platform was starting", {}};
}

// Starts the chosen channels and waits until each is ready; all failures in one message.
Result<void> start_and_wait(Platform& platform, Choice chosen) {
  std::string problems;
  const auto note = [&](const std::string& problem) {
    problems += (problems.empty() ? "" : "\n") + problem;
  };
  std::vector<Channel*> waiting;
  for (const auto& channel : platform.channels.all()) {
    if (!chosen(*channel)) continue;
    if (Result<void> started = platform.channels.start(*channel); !started) {
      note(started.error().message);
    } else {
      waiting.push_back(channel.get());
    }
  }
  const std::chrono::milliseconds patience = platform.manifest.extn.timeout;
  platform.run_until(
      [&] { return std::ranges::all_of(waiting, [](const Channel* one) { return settled(*one); }); },
      after(patience));
  if (platform.stop_signal() != 0) return interrupted();
  for (const Channel* channel : waiting) {
    if (channel->state == ChannelState::kReady) continue;
    const std::string who =
        channel->candidate().metadata.id.to_string() + " of " + channel->candidate().library;
    const std::string why = channel->message.empty() ? "" : ": " + channel->message;
    if (settled(*channel)) {
      note(who + " ended while it started" + why);
    } else {
      note(who + " was not ready within " + std::to_string(patience.count()) +
           " ms (`timeout` of the extension manifest)" + why);
    }
  }
  if (!problems.empty()) return Error{ErrorCode::kStartFailed, problems, {}};
  return {};
}

}  // namespace

Result<void> StartBuiltinChannels::run(Platform& platform) {
  return start_and_wait(platform, [](const Channel& channel) { return channel.is_builtin(); });
}

void StartBuiltinChannels::undo(Platform& platform) {
  const auto deadline = after(platform.manifest.device.host.timeouts.stop);
  for (Channel* channel : std::views::reverse(platform.channels.running())) {
    channel->stop();
    platform.run_until([&] { return channel->stopped; }, deadline);
  }
  for (const Channel* channel : platform.channels.running()) {
    platform.log.write("bootstrap", RIPPLE_LOG_ERROR,
                       channel->candidate().metadata.id.to_string() + " did not stop within " +
                           std::to_string(platform.manifest.device.host.timeouts.stop.count()) +
                           " ms (host.timeouts.stop); it is left behind");
  }
}

Result<void> StartDeviceChannels::run(Platform& platform) {
  return start_and_wait(platform, [](const Channel& channel) { return channel.is_device(); });
}

Result<void> StartDeferredChannels::run(Platform& platform) {
  return start_and_wait(platform, [](const Channel& channel) {
    return !channel.is_device() && !channel.is_builtin();
  });
}

Result<void> AwaitContracts::run(Platform& platform) {
  const std::chrono::milliseconds patience = platform.manifest.extn.timeout;
  const bool kept = platform.run_until(
      [&] {
        return std::ranges::all_of(platform.channels.all(), [](const auto& channel) {
          return owed_contracts(*channel).none();
        });
      },
      after(patience));
  if (kept) return {};
  if (platform.stop_signal() != 0) return interrupted();
  std::string problems;
  for (const auto& channel : platform.channels.all()) {
    const extn::ContractSet owed = owed_contracts(*channel);
    for (std::size_t contract = 0; contract < kContractCount; ++contract) {
      if (!owed[contract]) continue;
      problems += (problems.empty() ? "" : "\n") + channel->candidate().metadata.id.to_string() +
                  " promised " + std::string(to_string(static_cast<RippleContract>(contract))) +
                  " and registered no processor for it within " +
                  std::to_string(patience.count()) + " ms (`timeout` of the extension manifest)";
    }
  }
  return Error{ErrorCode::kStartFailed, problems, {}};
}

}  // namespace ripple::bootstrap
