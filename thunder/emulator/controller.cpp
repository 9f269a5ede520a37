#include "emulator/controller.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "emulator/device.hpp"

namespace ripple::thunder::emulator {
namespace {

constexpr const char* kController = "Controller";
constexpr const char* kBuild = "engineering_build_for_debug_purpose_only";

constexpr std::array<std::string_view, 13> kMethods = {
    "status",    "activate", "deactivate", "unavailable",   "suspend", "resume", "hibernate",
    "framework", "version",  "subsystems", "configuration", "clone",   "destroy"};

Json::Value version_of(int major) {
  Json::Value version(Json::objectValue);
  version["hash"] = kBuild;
  version["major"] = major;
  version["minor"] = major == 4 ? 4 : 0;
  version["patch"] = 0;
  return version;
}

State active_state(const Plugin& plugin) {
  return plugin.has_state_control ? State::kSuspended : State::kActivated;
}

}  // namespace

bool Controller::has_method(const std::string& name) {
  return std::ranges::find(kMethods, name) != kMethods.end();
}

Json::Value Controller::state_params(const std::string& callsign, State state,
                                     const std::string& reason, bool with_callsign) {
  Json::Value params(Json::objectValue);
  if (with_callsign) params["callsign"] = callsign;
  params["state"] = name_of(state);
  if (!reason.empty()) params["reason"] = reason;
  return params;
}

Outcome Controller::failure(FrameworkError error) const {
  return Outcome::failed(wire_error(error, device_.generation()));
}

void Controller::answer(const Designator& designator, const Request& request, const Done& done) {
  const std::string& method = designator.method;
  if (!has_method(method)) {
    done(Outcome::failed(wire_error(kUnknownMethod, "Unknown method.")));
  } else if (method == "status") {
    done(status(designator.index));
  } else if (method == "framework" || method == "version") {
    done(Outcome::of(version_of(device_.generation() == Generation::kR5 ? 5 : 4)));
  } else if (method == "subsystems") {
    Json::Value subsystems(Json::objectValue);
    for (const char* name : {"Platform", "Network", "Internet", "Time"}) subsystems[name] = true;
    done(Outcome::of(subsystems));
  } else if (method == "configuration") {
    done(configuration(designator.index, request));
  } else if (!request.params) {
    done(failure(FrameworkError::kBadRequest));
  } else if (!request.params->isObject() || !(*request.params)["callsign"].isString()) {
    done(failure(FrameworkError::kParseFailure));
  } else if (Plugin* plugin = device_.find((*request.params)["callsign"].asString());
             plugin == nullptr) {
    done(failure(FrameworkError::kUnknownKey));
  } else if (plugin->callsign == kController) {
    done(Outcome::failed(wire_error(kNotAllowed, "Method invocation not allowed.")));
  } else if (method == "activate") {
    activate(*plugin, done);
  } else if (method == "clone") {
    done(clone(*plugin, request));
  } else {
    done(change(method, *plugin));
  }
}

Json::Value Controller::status_entry(const Plugin& plugin) {
  // Thunder leaves it out of every fourth reply or so.
  constexpr unsigned kWithoutResumed = 4;
  Json::Value entry(Json::objectValue);
  entry["callsign"] = plugin.callsign;
  entry["locator"] = "libThunder" + plugin.class_name + ".so";
  entry["classname"] = plugin.class_name;
  entry["module"] = "Plugin_" + plugin.class_name;
  entry["state"] = name_of(plugin.state);
  entry["startmode"] = is_active(plugin.state) ? "Activated" : "Deactivated";
  if (++status_entries_ % kWithoutResumed != 0) entry["resumed"] = plugin.state == State::kResumed;
  entry["version"] = version_of(plugin.versions.empty() ? 1 : plugin.versions.front());
  entry["observers"] = static_cast<Json::UInt64>(plugin.registrations.size());
  entry["processedrequests"] = static_cast<Json::UInt64>(plugin.processed_requests);
  entry["processedobjects"] = 0;
  return entry;
}

Outcome Controller::status(const std::string& callsign) {
  Json::Value entries(Json::arrayValue);
  if (callsign.empty()) {
    for (const auto& [name, plugin] : device_.plugins()) entries.append(status_entry(plugin));
  } else {
    const Plugin* plugin = device_.find(callsign);
    if (plugin == nullptr) return failure(FrameworkError::kUnknownKey);
    entries.append(status_entry(*plugin));
  }
  // R5 takes a single element out of its list.
  const bool is_bare = device_.generation() == Generation::kR5 && entries.size() == 1;
  return Outcome::of(is_bare ? entries[0] : entries);
}

Outcome Controller::configuration(const std::string& callsign, const Request& request) {
  Plugin* plugin = device_.find(callsign);
  if (plugin == nullptr) return failure(FrameworkError::kUnknownKey);
  if (!request.params) return Outcome::of(plugin->configuration);
  if (is_active(plugin->state)) return failure(FrameworkError::kGeneral);
  plugin->configuration = *request.params;
  return Outcome::of(Json::Value());
}

void Controller::activate(Plugin& plugin, const Done& done) {
  if (is_active(plugin.state)) {
    done(Outcome::of(Json::Value()));
    return;
  }
  if (plugin.state == State::kActivation) {
    done(failure(FrameworkError::kInProgress));
    return;
  }
  // Thunder tells a deactivation before the library is unloaded.
  const bool is_loaded = std::chrono::steady_clock::now() < plugin.unloaded_at;
  if (is_loaded || (plugin.state != State::kDeactivated && plugin.state != State::kHibernated &&
                    plugin.state != State::kPrecondition)) {
    done(failure(FrameworkError::kIllegalState));
    return;
  }
  if (plugin.activation_time.count() == 0) {
    finish_activation(plugin.callsign, done);
    return;
  }
  device_.set_state(plugin, State::kActivation, {});
  device_.delays().after(plugin.activation_time, [this, callsign = plugin.callsign, done] {
    finish_activation(callsign, done);
  });
}

void Controller::finish_activation(const std::string& callsign, const Done& done) {
  Plugin* plugin = device_.find(callsign);
  if (plugin == nullptr) {
    done(failure(FrameworkError::kUnknownKey));
    return;
  }
  if (plugin->activation_failure) {
    const bool is_waiting = *plugin->activation_failure == FrameworkError::kPendingConditions;
    device_.set_state(*plugin, is_waiting ? State::kPrecondition : State::kDeactivated,
                      is_waiting ? "Conditions" : "InitializationFailed");
    done(failure(*plugin->activation_failure));
    return;
  }
  device_.set_state(*plugin, State::kActivated, "Requested");
  if (plugin->has_state_control) device_.set_state(*plugin, active_state(*plugin), {});
  done(Outcome::of(Json::Value()));
}

Outcome Controller::change(const std::string& method, Plugin& plugin) {
  if (method == "deactivate") {
    if (plugin.state == State::kUnavailable) return failure(FrameworkError::kIllegalState);
    if (plugin.state != State::kDeactivated) {
      device_.set_state(plugin, State::kDeactivated, "Requested");
    }
  } else if (method == "unavailable") {
    if (is_active(plugin.state)) return failure(FrameworkError::kIllegalState);
    device_.set_state(plugin, State::kUnavailable, "Requested");
  } else if (method == "suspend" || method == "resume") {
    if (!plugin.has_state_control) return failure(FrameworkError::kNotSupported);
    if (!is_active(plugin.state)) return failure(FrameworkError::kIllegalState);
    device_.set_state(plugin, method == "suspend" ? State::kSuspended : State::kResumed, {});
  } else if (method == "hibernate") {
    return failure(FrameworkError::kInProcess);
  } else {
    const std::string callsign = plugin.callsign;
    device_.set_state(plugin, State::kDestroyed, "Requested");
    device_.plugins().erase(callsign);
  }
  return Outcome::of(Json::Value());
}

Outcome Controller::clone(const Plugin& plugin, const Request& request) {
  const Json::Value& name = (*request.params)["newcallsign"];
  if (!name.isString()) return failure(FrameworkError::kBadRequest);
  if (device_.find(name.asString()) != nullptr) return failure(FrameworkError::kDuplicateKey);
  Plugin copy = plugin;
  copy.callsign = name.asString();
  copy.state = State::kDeactivated;
  copy.registrations.clear();
  device_.plugins()[copy.callsign] = copy;
  return Outcome::of(name);
}

}  // namespace ripple::thunder::emulator
