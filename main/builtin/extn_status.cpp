#include "main/builtin/extn_status.hpp"

#include <utility>

#include "ripple/contracts/extn_status.hpp"
#include "ripple/serve.hpp"

namespace ripple::builtin {
namespace {

using contracts::ExtnStatus;

ExtnStatus::Status word_of(ExtnState state) {
  switch (state) {
    case ExtnState::kStarting:
      return ExtnStatus::Status::kStarting;
    case ExtnState::kReady:
      return ExtnStatus::Status::kReady;
    case ExtnState::kInterrupted:
      return ExtnStatus::Status::kInterrupted;
    case ExtnState::kError:
      return ExtnStatus::Status::kError;
    case ExtnState::kStopped:
      return ExtnStatus::Status::kStopped;
  }
  return ExtnStatus::Status::kError;
}

ExtnStatus::ExtensionStatus describe(const ChannelStatus& channel) {
  ExtnStatus::ExtensionStatus status;
  status.extn_id = channel.extn_id;
  status.status = word_of(channel.state);
  if (!channel.message.empty()) status.message = channel.message;
  return status;
}

// Listens as long as it lives.
class Listening {
 public:
  Listening(ChannelStatuses& statuses, ChannelStatuses::Listener listener) : statuses_(statuses) {
    statuses_.set_listener(std::move(listener));
  }
  ~Listening() { statuses_.set_listener({}); }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

 private:
  ChannelStatuses& statuses_;
};

}  // namespace

Task<void> serve_extn_status(Node node, ChannelStatuses& statuses) {
  const Listening listening(statuses, [node](const ChannelStatus& channel) mutable {
    node.emit(ExtnStatus::OnStatusChanged{describe(channel)});
  });
  auto handlers = overloaded{
      [&](ExtnStatus::List& call) {
        std::vector<ExtnStatus::ExtensionStatus> all;
        for (const ChannelStatus& channel : statuses.list()) {
          all.push_back(describe(channel));
        }
        call.reply(all);
      },
      [](UnknownInvocation& call) { call.reply_unsupported(); },
  };
  co_await serve<ExtnStatus>(node, std::move(handlers));
}

}  // namespace ripple::builtin
