#include "emulator/control_plugin.hpp"

#include <chrono>
#include <utility>

#include "emulator/designator.hpp"
#include "emulator/emulator.hpp"

namespace ripple::thunder::emulator {
namespace {

using std::chrono::milliseconds;

milliseconds pause_of(const Json::Value& params) {
  return milliseconds(params.get("pause_ms", 0).asInt());
}

void take(const Json::Value& params, const char* name, std::size_t& count) {
  if (params.isMember(name)) count = params[name].asUInt();
}

void take(const Json::Value& params, const char* name, bool& flag) {
  if (params.isMember(name)) flag = params[name].asBool();
}

}  // namespace

void ControlPlugin::answer(const Request& request,
                           const std::function<void(const Outcome&)>& done) {
  const std::string method = Designator::parse(request.method).method;
  const Json::Value params = request.params.value_or(Json::Value(Json::objectValue));
  Outcome outcome;
  try {
    outcome = run(method, params);
  } catch (const Json::Exception& exception) {
    outcome = Outcome::failed(wire_error(kInvalidParameters, exception.what()));
  }
  done(outcome);
}

void ControlPlugin::set_faults(const Json::Value& params) {
  Faults& faults = emulator_.faults();
  if (params.isMember("reply_delay_ms")) {
    faults.reply_delay = milliseconds(params["reply_delay_ms"].asInt());
  }
  take(params, "drop_replies", faults.drop_replies);
  take(params, "reverse_replies", faults.reverse_replies);
  take(params, "silent", faults.is_silent);
  take(params, "refuse_handshakes", faults.refuse_handshakes);
  take(params, "refuse_all_handshakes", faults.refuses_all_handshakes);
  take(params, "cut_handshakes", faults.cut_handshakes);
  take(params, "cut_after_frames", faults.cut_after_frames);
  if (params.isMember("hold_replies_to")) {
    faults.hold_replies_to = params["hold_replies_to"].asString();
  }
  if (params.isMember("cut_on_method")) faults.cut_on_method = params["cut_on_method"].asString();
}

Json::Value ControlPlugin::state() const {
  Json::Value state(Json::objectValue);
  state["links"] = static_cast<Json::UInt64>(emulator_.links().size());
  state["registrations"] = static_cast<Json::UInt64>(emulator_.device().registrations());
  state["requests"] = Json::Value(Json::objectValue);
  for (const auto& [method, count] : emulator_.requests()) {
    state["requests"][method] = static_cast<Json::UInt64>(count);
  }
  return state;
}

Outcome ControlPlugin::run(const std::string& method, const Json::Value& params) {
  // What ends links does so behind the reply, in a later turn.
  const auto later = [this](std::function<void()> action) {
    emulator_.delays_.after(milliseconds(1), std::move(action));
  };
  Emulator* const emulator = &emulator_;
  if (method == "fault") {
    // Counted from the next message on, not from this reply.
    later([emulator, params] { ControlPlugin(*emulator).set_faults(params); });
  } else if (method == "clear") {
    emulator_.faults() = Faults{};
  } else if (method == "cut_links") {
    later([emulator] { emulator->cut_links(); });
  } else if (method == "release_replies") {
    later([emulator] { emulator->release_held_replies(); });
  } else if (method == "restart") {
    later([emulator, pause = pause_of(params)] { emulator->restart(pause); });
  } else if (method == "restart_plugin") {
    emulator_.restart_plugin(params["callsign"].asString(), pause_of(params),
                             params.get("reason", "Failure").asString());
  } else if (method == "garbage") {
    later([emulator] { emulator->send_garbage(); });
  } else if (method == "emit") {
    emulator_.device().emit(params["callsign"].asString(), params["event"].asString(),
                            params["params"], params.get("index", "").asString());
  } else if (method == "set_values") {
    Plugin* plugin = emulator_.device().find(params["callsign"].asString());
    if (plugin == nullptr) {
      return Outcome::failed(
          wire_error(FrameworkError::kUnknownKey, emulator_.device().generation()));
    }
    for (const std::string& name : params["values"].getMemberNames()) {
      plugin->values[name] = params["values"][name];
    }
  } else if (method == "state") {
    return Outcome::of(state());
  } else {
    return Outcome::failed(wire_error(kUnknownMethod, "Unknown method."));
  }
  return Outcome::of(Json::Value());
}

}  // namespace ripple::thunder::emulator
