#include "emulator/device.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "emulator/controller.hpp"

namespace ripple::thunder::emulator {
namespace {

constexpr std::array<std::pair<State, const char*>, 10> kStates = {{
    {State::kUnavailable, "Unavailable"},
    {State::kDeactivated, "Deactivated"},
    {State::kDeactivation, "Deactivation"},
    {State::kActivation, "Activation"},
    {State::kActivated, "Activated"},
    {State::kPrecondition, "Precondition"},
    {State::kHibernated, "Hibernated"},
    {State::kDestroyed, "Destroyed"},
    {State::kSuspended, "Suspended"},
    {State::kResumed, "Resumed"},
}};

constexpr const char* kController = "Controller";

bool has_version(const Plugin& plugin, int version) {
  return std::ranges::find(plugin.versions, version) != plugin.versions.end();
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

std::string name_of(State state) {
  for (const auto& [known, name] : kStates) {
    if (known == state) return name;
  }
  return "Unavailable";
}

std::optional<State> state_from(const std::string& name) {
  for (const auto& [state, known] : kStates) {
    if (known == name) return state;
  }
  return std::nullopt;
}

Device::Device(boost::asio::io_context& loop, Generation generation, Profile profile, Send send)
    : generation_(generation),
      profile_(std::move(profile)),
      send_(std::move(send)),
      controller_(std::make_unique<Controller>(*this)),
      delays_(loop) {
  restart();
}

Device::~Device() = default;

void Device::restart() {
  delays_.clear();
  plugins_.clear();
  for (const Plugin& plugin : profile_.plugins) plugins_[plugin.callsign] = plugin;
  Plugin& controller = plugins_[kController];
  controller.callsign = kController;
  controller.class_name = kController;
  start_schedules();
  start_late_plugins();
}

void Device::start_late_plugins() {
  for (auto& [callsign, plugin] : plugins_) {
    if (plugin.start_time.count() == 0 || !is_active(plugin.state)) continue;
    delays_.after(plugin.start_time, [this, callsign = callsign, state = plugin.state] {
      Plugin* late = find(callsign);
      if (late != nullptr && !is_active(late->state)) set_state(*late, state, "Startup");
    });
    plugin.state = State::kDeactivated;
  }
}

Plugin* Device::find(const std::string& callsign) {
  const auto found = plugins_.find(callsign);
  return found == plugins_.end() ? nullptr : &found->second;
}

void Device::answer(LinkId link, const std::string& bound, const Request& request, Done done) {
  if (profile_.mock) {
    run_mock(link, request, done);
    return;
  }
  Designator designator = Designator::parse(request.method);
  if (!bound.empty()) designator.callsign = bound;
  Plugin* plugin = find(designator.callsign);
  if (plugin == nullptr) {
    done(Outcome::failed(wire_error(FrameworkError::kUnknownPlugin, generation_)));
    return;
  }
  ++plugin->processed_requests;
  if (!is_active(plugin->state)) {
    done(Outcome::failed(wire_error(
        FrameworkError::kUnavailable, generation_,
        generation_ == Generation::kR44 ? "Service is not active" : std::string_view())));
    return;
  }
  if (designator.version && !has_version(*plugin, *designator.version)) {
    done(Outcome::failed(wire_error(FrameworkError::kInvalidSignature, generation_)));
    return;
  }
  run_method(link, *plugin, designator, request, done);
}

void Device::run_method(LinkId link, Plugin& plugin, const Designator& designator,
                        const Request& request, const Done& done) {
  if (designator.method == "register") {
    done(register_link(link, plugin, designator, request));
  } else if (designator.method == "unregister") {
    done(unregister_link(link, plugin, designator, request));
  } else if (designator.method == "exists") {
    done(exists(plugin, request));
  } else if (designator.method == "versions") {
    Json::Value versions(Json::arrayValue);
    for (const int version : plugin.versions) versions.append(version);
    done(Outcome::of(versions));
  } else if (plugin.callsign == kController) {
    controller_->answer(designator, request, done);
  } else if (plugin.properties.isMember(designator.method)) {
    done(property(plugin, plugin.properties[designator.method], request));
  } else if (plugin.methods.isMember(designator.method)) {
    const Json::Value* entry =
        matching_entry(plugin.methods[designator.method], request.params.value_or(Json::Value()));
    if (entry == nullptr) {
      done(Outcome::failed(wire_error(FrameworkError::kBadRequest, generation_)));
    } else if (delay_of(*entry).count() > 0) {
      delays_.after(delay_of(*entry), [this, callsign = plugin.callsign, entry = *entry, request,
                                       done] { run_entry(callsign, entry, request, done); });
    } else {
      run_entry(plugin.callsign, *entry, request, done);
    }
  } else {
    done(Outcome::failed(wire_error(kUnknownMethod, "Unknown method.")));
  }
}

void Device::run_entry(const std::string& callsign, const Json::Value& entry,
                       const Request& request, const Done& done) {
  Plugin* plugin = find(callsign);
  if (plugin == nullptr || !is_active(plugin->state)) {
    done(Outcome::failed(wire_error(FrameworkError::kUnavailable, generation_)));
    return;
  }
  ScriptResult result = run_script(entry, request.params, *plugin, generation_);
  // Thunder sends an event before or after the reply of the call that caused it.
  for (const ScriptedEvent& event : result.events) {
    if (event.delay.count() == 0) {
      emit(callsign, event.event, event.params, event.index);
    } else {
      delays_.after(event.delay, [this, callsign, event] {
        emit(callsign, event.event, event.params, event.index);
      });
    }
  }
  done(result.outcome);
}

Outcome Device::property(Plugin& plugin, const Json::Value& description,
                         const Request& request) const {
  if (!request.params) {
    const Json::Value* value = find_path(plugin.values, description["path"]);
    if (value != nullptr) return Outcome::of(*value);
    return Outcome::failed(wire_error(FrameworkError::kUnavailable, generation_));
  }
  if (description.get("read_only", false).asBool()) {
    return Outcome::failed(wire_error(FrameworkError::kUnavailable, generation_));
  }
  const Json::Value& given = *request.params;
  const bool is_wrapped = given.isObject() && given.size() == 1 && given.isMember("value");
  store_path(plugin.values, description["path"], is_wrapped ? given["value"] : given);
  return Outcome::of(Json::Value());
}

Outcome Device::exists(const Plugin& plugin, const Request& request) const {
  const auto knows = [&plugin](const std::string& method) {
    return plugin.methods.isMember(method) || plugin.properties.isMember(method) ||
           (plugin.callsign == kController && Controller::has_method(method)) ||
           method == "register" || method == "unregister" || method == "exists" ||
           method == "versions";
  };
  if (request.params && request.params->isString()) {
    constexpr int kUnknownKeyNumber = 22;
    return Outcome::of(knows(request.params->asString()) ? 0 : kUnknownKeyNumber);
  }
  if (!request.params || !request.params->isObject() || !(*request.params)["method"].isString()) {
    return Outcome::failed(wire_error(FrameworkError::kBadRequest, generation_));
  }
  return Outcome::of(knows((*request.params)["method"].asString()));
}

Outcome Device::register_link(LinkId link, Plugin& plugin, const Designator& designator,
                              const Request& request) {
  const Json::Value params = request.params.value_or(Json::Value());
  if (!params.isObject() || !params["event"].isString() || !params["id"].isString()) {
    return Outcome::failed(wire_error(kInvalidParameters, "Invalid parameters."));
  }
  const Registration wanted{link, params["id"].asString(), params["event"].asString(),
                            designator.index};
  for (const Registration& known : plugin.registrations) {
    if (known.link == link && known.client_id == wanted.client_id && known.event == wanted.event) {
      return Outcome::failed(wire_error(FrameworkError::kRegistrationFailed, generation_));
    }
  }
  plugin.registrations.push_back(wanted);
  // What is already so is told before the reply; R4.4 does not tell it.
  if (plugin.callsign == kController && wanted.event == "statechange" &&
      generation_ == Generation::kR5) {
    for (const auto& [callsign, other] : plugins_) {
      if (!is_active(other.state)) continue;
      if (!wanted.index.empty() && wanted.index != callsign) continue;
      send_event(wanted, Controller::state_params(callsign, State::kActivated, "Startup",
                                                  wanted.index.empty()));
    }
  }
  return Outcome::of(Json::Value());
}

Outcome Device::unregister_link(LinkId link, Plugin& plugin, const Designator& designator,
                                const Request& request) {
  const Json::Value params = request.params.value_or(Json::Value());
  if (!params.isObject() || !params["event"].isString() || !params["id"].isString()) {
    return Outcome::failed(wire_error(kInvalidParameters, "Invalid parameters."));
  }
  const auto removed = std::erase_if(plugin.registrations, [&](const Registration& known) {
    return known.link == link && known.client_id == params["id"].asString() &&
           known.event == params["event"].asString() && known.index == designator.index;
  });
  if (removed > 0) return Outcome::of(Json::Value());
  return Outcome::failed(wire_error(FrameworkError::kRegistrationFailed, generation_));
}

void Device::send_event(const Registration& registration, const Json::Value& params) {
  std::string method = registration.client_id + "." + registration.event;
  if (!registration.index.empty()) method += "@" + registration.index;
  send_(registration.link, event_text(method, params));
}

void Device::emit(const std::string& callsign, const std::string& event, const Json::Value& params,
                  const std::string& index) {
  const Plugin* plugin = find(callsign);
  if (plugin == nullptr) return;
  // Copies: sending may end a link and with it registrations.
  const std::vector<Registration> registrations = plugin->registrations;
  for (const Registration& registration : registrations) {
    if (registration.event == event && registration.index == index) {
      send_event(registration, params);
    }
  }
  if (callsign != kController) send_to_watchers_of_all(callsign, event, params);
}

// Controller's event "all" has the events of all plugins but Controller.
void Device::send_to_watchers_of_all(const std::string& callsign, const std::string& event,
                                     const Json::Value& params) {
  const std::vector<Registration> watchers = plugins_[kController].registrations;
  for (const Registration& watcher : watchers) {
    if (watcher.event != "all") continue;
    Json::Value wrapped(Json::objectValue);
    wrapped["event"] = event;
    wrapped["callsign"] = callsign;
    wrapped["params"] = params;
    send_event(watcher, wrapped);
  }
}

void Device::set_state(Plugin& plugin, State state, const std::string& reason) {
  const std::string callsign = plugin.callsign;
  const bool was_unavailable = plugin.state == State::kUnavailable;
  plugin.state = state;
  if (!is_active(state)) plugin.registrations.clear();
  if (state == State::kDeactivated) {
    plugin.unloaded_at = std::chrono::steady_clock::now() + plugin.unload_time;
  }
  // Thunder says nothing about these.
  if (state == State::kActivation || state == State::kDeactivation) return;
  if (was_unavailable && state == State::kDeactivated) return;
  const bool is_resumption = state == State::kSuspended || state == State::kResumed;
  const std::vector<Registration> watchers = plugins_[kController].registrations;
  for (const Registration& watcher : watchers) {
    const char* event = is_resumption ? "statecontrolstatechange" : "statechange";
    if (watcher.event != event) continue;
    if (!watcher.index.empty() && watcher.index != callsign) continue;
    send_event(watcher, Controller::state_params(callsign, state, reason, watcher.index.empty()));
  }
  // There the plugin tells its state itself, and in small letters.
  Json::Value told = Controller::state_params(callsign, state, reason, false);
  told["state"] = lower(told["state"].asString());
  if (!is_resumption) send_to_watchers_of_all(callsign, "statechange", told);
}

void Device::forget(LinkId link) {
  for (auto& [callsign, plugin] : plugins_) {
    std::erase_if(plugin.registrations,
                  [link](const Registration& known) { return known.link == link; });
  }
}

std::size_t Device::registrations() const {
  std::size_t count = 0;
  for (const auto& [callsign, plugin] : plugins_) count += plugin.registrations.size();
  return count;
}

void Device::run_mock(LinkId link, const Request& request, const Done& done) {
  const MockAnswer answer = profile_.mock->answer(request);
  const bool is_register = request.method.ends_with(".register") && request.params &&
                           request.params->isObject() && answer.outcome.error.isNull();
  std::string method;
  if (is_register) {
    method = (*request.params)["id"].asString() + "." + (*request.params)["event"].asString();
  }
  for (const MockEvent& event : answer.events) {
    delays_.after(event.delay, [this, link, method, event] {
      send_(link, method.empty() ? thunder_json(event.data) : event_text(method, event.data));
    });
  }
  done(answer.outcome);
}

void Device::start_schedules() {
  for (const auto& [callsign, plugin] : plugins_) {
    for (const Json::Value& entry : plugin.schedule) repeat(callsign, entry);
  }
}

void Device::repeat(const std::string& callsign, const Json::Value& entry) {
  const int period = entry["every_ms"].isInt() ? entry["every_ms"].asInt() : 0;
  if (period <= 0) return;
  delays_.after(std::chrono::milliseconds(period), [this, callsign, entry] {
    const Plugin* plugin = find(callsign);
    if (plugin != nullptr && is_active(plugin->state)) {
      emit(callsign, entry["event"].asString(), entry["params"], entry.get("index", "").asString());
    }
    repeat(callsign, entry);
  });
}

}  // namespace ripple::thunder::emulator
