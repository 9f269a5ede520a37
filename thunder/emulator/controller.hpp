/// Controller: the plugin through which Thunder manages the others.
#pragma once

#include <json/value.h>

#include <functional>
#include <string>

#include "emulator/designator.hpp"
#include "emulator/plugin.hpp"
#include "emulator/wire.hpp"

namespace ripple::thunder::emulator {

class Device;

class Controller {
 public:
  using Done = std::function<void(const Outcome& outcome)>;

  explicit Controller(Device& device) : device_(device) {}

  void answer(const Designator& designator, const Request& request, const Done& done);

  static bool has_method(const std::string& name);

  /// The params of statechange; without the callsign for a registration with an index.
  static Json::Value state_params(const std::string& callsign, State state,
                                  const std::string& reason, bool with_callsign);

 private:
  Outcome status(const std::string& callsign);
  Json::Value status_entry(const Plugin& plugin);
  Outcome configuration(const std::string& callsign, const Request& request);
  Outcome change(const std::string& method, Plugin& plugin);
  Outcome clone(const Plugin& plugin, const Request& request);
  void activate(Plugin& plugin, const Done& done);
  void finish_activation(const std::string& callsign, const Done& done);
  Outcome failure(FrameworkError error) const;

  Device& device_;
  unsigned status_entries_ = 0;
};

}  // namespace ripple::thunder::emulator
