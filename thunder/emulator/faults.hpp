/// Faults: what the emulated server does wrong, on demand. Counts go down as the faults happen.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace ripple::thunder::emulator {

struct Faults {
  /// Each reply waits this long; others overtake it.
  std::chrono::milliseconds reply_delay{0};
  /// So many replies are never sent.
  std::size_t drop_replies = 0;
  /// So many replies are held back, and sent in reverse order when there are that many.
  std::size_t reverse_replies = 0;
  /// No byte leaves on a link, not even a pong.
  bool is_silent = false;
  /// Handshakes answered with 403; or all of them.
  std::size_t refuse_handshakes = 0;
  bool refuses_all_handshakes = false;
  /// Connections that end in the middle of the handshake's response.
  std::size_t cut_handshakes = 0;
  /// The next fragmented message ends with its link after so many frames; 0 for none.
  std::size_t cut_after_frames = 0;
  /// Replies to this method wait for Emulator::release_held_replies().
  std::string hold_replies_to;
  /// A request for this method ends its link, unanswered; once.
  std::string cut_on_method;
};

}  // namespace ripple::thunder::emulator
