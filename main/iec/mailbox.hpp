/// Where the router puts a message for one channel. The router knows mailboxes, not threads: behind
/// one may stand an inline channel, a channel on its own thread, or a channel in another process.
#pragma once

#include <cstdint>

#include "ripple/message.hpp"

namespace ripple::iec {

class Mailbox {
 public:
  virtual ~Mailbox() = default;

  /// Takes the message or says why not (ripple_result): RIPPLE_FULL, RIPPLE_CLOSED. Never blocks.
  /// On Main's thread. An inline channel may answer through the router before this returns.
  virtual std::int32_t deliver(Message message) = 0;
};

}  // namespace ripple::iec
