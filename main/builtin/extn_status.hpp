/// Contract extn_status: how the extensions are.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ripple/node.hpp"

namespace ripple::builtin {

enum class ExtnState : std::uint8_t { kStarting, kReady, kInterrupted, kError, kStopped };

struct ChannelStatus {
  std::string extn_id;
  ExtnState state = ExtnState::kStarting;
  std::string message;  ///< why it is interrupted or in error; may be empty
};

/// What Main knows of its channels.
class ChannelStatuses {
 public:
  virtual ~ChannelStatuses() = default;
  virtual std::vector<ChannelStatus> list() const = 0;

  /// `listener` is called on Main's thread for every change from now on; one that is empty ends
  /// that. There is one listener.
  using Listener = std::function<void(const ChannelStatus&)>;
  virtual void set_listener(Listener listener) = 0;
};

Task<void> serve_extn_status(Node node, ChannelStatuses& statuses);

}  // namespace ripple::builtin
