/// ControlPlugin: the emulator's own plugin, through which a test in another process drives it.
///
///     {"jsonrpc":"2.0","id":1,"method":"Emulator.1.fault","params":{"drop_replies":1}}
///
/// | method | params | does |
/// |---|---|---|
/// | fault | faults, see below | sets those that it names |
/// | clear | | no faults any more |
/// | cut_links | | ends every link after the reply |
/// | release_replies | | sends the replies that faults keep back |
/// | restart | pause_ms | ends every link and listens again after the pause |
/// | restart_plugin | callsign, pause_ms, reason | deactivates, and activates after the pause |
/// | garbage | | sends what is no WebSocket frame on every link |
/// | emit | callsign, event, params, index | sends an event |
/// | set_values | callsign, values | changes what the plugin's scripts read |
/// | state | | links, registrations, requests by method |
///
/// Faults are reply_delay_ms, drop_replies, reverse_replies, hold_replies_to, silent,
/// refuse_handshakes, refuse_all_handshakes, cut_handshakes, cut_after_frames and cut_on_method;
/// what they do stands in faults.hpp.
#pragma once

#include <functional>
#include <string>

#include "emulator/wire.hpp"

namespace ripple::thunder::emulator {

class Emulator;

class ControlPlugin {
 public:
  static constexpr const char* kPrefix = "Emulator.";

  explicit ControlPlugin(Emulator& emulator) : emulator_(emulator) {}

  void answer(const Request& request, const std::function<void(const Outcome&)>& done);

 private:
  Outcome run(const std::string& method, const Json::Value& params);
  Json::Value state() const;
  void set_faults(const Json::Value& params);

  Emulator& emulator_;
};

}  // namespace ripple::thunder::emulator
