#include "main/builtin/settings.hpp"

#include <array>
#include <cstddef>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "main/builtin/additional_info.hpp"
#include "main/builtin/setting_store.hpp"
#include "main/builtin/setting_table.hpp"
#include "main/builtin/voice_guidance_settings.hpp"
#include "ripple/contracts/settings.hpp"
#include "ripple/contracts/voice_guidance.hpp"

namespace ripple::builtin {
namespace {

using contracts::Settings;
using contracts::VoiceGuidance;

// An event of the contract by its position, with whatever value the table says.
template <std::uint32_t kPosition>
struct EventAt {
  static constexpr std::uint32_t kMethod = kPosition;
  using Contract = Settings;
  Json::Value payload;
};

using Emit = void (*)(const Node&, const Json::Value&);

template <std::size_t kPosition>
constexpr Emit emit_at() {
  if constexpr (Settings::kMethods[kPosition].find(".on") == std::string_view::npos) {
    return nullptr;
  } else {
    return [](const Node& node, const Json::Value& value) {
      (void)node.emit(EventAt<static_cast<std::uint32_t>(kPosition)>{value});
    };
  }
}

template <std::size_t... kPositions>
constexpr std::array<Emit, sizeof...(kPositions)> emit_table(std::index_sequence<kPositions...>) {
  return {emit_at<kPositions>()...};
}

// Tells the listeners of "localization.onLocaleChanged"; nobody, when there is no such event.
void emit_change(const Node& node, const std::string& name, const Json::Value& value) {
  static constexpr auto kEmit = emit_table(std::make_index_sequence<Settings::kMethods.size()>());
  const std::string event = event_of(name);
  for (std::size_t i = 0; i < kEmit.size(); ++i) {
    if (Settings::kMethods[i] == event && kEmit[i] != nullptr) kEmit[i](node, value);
  }
}

struct Asked {
  InvocationBase call;
  Json::Value params;
};

class SettingsChannel : public std::enable_shared_from_this<SettingsChannel> {
 public:
  SettingsChannel(Node node, const Json::Value& default_values)
      : node_(node),
        store_(node, default_values, [node](const std::string& name, const Json::Value& value) {
          emit_change(node, name, value);
          (void)node.emit(Settings::OnSettingChanged{{name, value}});
        }) {
    for (const Setting& setting : settings())
      setters_.emplace(setter_of(setting.name), setting.name);
    setters_.emplace("localization.setLanguage", "localization.language");
  }

  /// Reads run beside each other, writes one after another: none is lost.
  void accept(Asked asked) {
    const std::string_view name = asked.call.name();
    const bool is_write = setters_.contains(name) || name == "settings.set" ||
                          name == "localization.addAdditionalInfo" ||
                          name == "localization.removeAdditionalInfo";
    if (!is_write) {
      node_.spawn(answer(shared_from_this(), std::move(asked)), "read");
      return;
    }
    writes_.push_back(std::move(asked));
    if (is_writing_) return;
    is_writing_ = true;
    node_.spawn(write_all(shared_from_this()), "write");
  }

  template <typename Event>
  static Task<void> watch_voice_guidance(std::shared_ptr<SettingsChannel> self) {
    auto changes = self->node_.subscribe<Event>();
    while (co_await changes.next()) {
      const auto all = co_await read_voice_guidance(self->node_, {});
      if (all) emit_change(self->node_, "accessibility.voiceGuidanceSettings", *all);
    }
  }

 private:
  static Task<void> write_all(std::shared_ptr<SettingsChannel> self) {
    while (!self->writes_.empty()) {
      Asked asked = std::move(self->writes_.front());
      self->writes_.pop_front();
      co_await answer(self, std::move(asked));
    }
    self->is_writing_ = false;
  }

  static Task<void> answer(std::shared_ptr<SettingsChannel> self, Asked asked) {
    try {
      const auto result = co_await self->carry_out(asked);
      if (result) {
        asked.call.reply_raw(print_json(*result));
      } else {
        asked.call.fail(result.error());
      }
    } catch (const std::exception& exception) {
      if (!asked.call.is_answered()) {
        asked.call.fail(Error{ErrorCode::kCustom, exception.what(), {}});
      }
    }
  }

  Task<Result<Json::Value>> carry_out(const Asked& asked) {
    const std::string name(asked.call.name());
    const Deadline deadline = asked.call.deadline();
    if (const auto setter = setters_.find(name); setter != setters_.end()) {
      co_return nothing(co_await store_.write(setter->second, asked.params["value"], deadline));
    }
    if (SettingStore::knows(name)) co_return co_await store_.read(name, deadline);
    if (name == "accessibility.closedCaptions") {
      co_return co_await store_.read("accessibility.closedCaptionsSettings", deadline);
    }
    if (name == "accessibility.voiceGuidance" || name == "accessibility.voiceGuidanceSettings") {
      co_return co_await read_voice_guidance(node_, deadline);
    }
    if (name == "localization.addAdditionalInfo" || name == "localization.removeAdditionalInfo") {
      co_return co_await change_additional_info(name.ends_with("addAdditionalInfo"), asked.params,
                                                deadline);
    }
    if (name == "settings.get") co_return co_await read_several(asked.params["keys"], deadline);
    if (name == "settings.set") {
      const auto changed =
          co_await store_.write(asked.params["key"].asString(), asked.params["value"], deadline);
      if (!changed) co_return changed.error();
      co_return Json::Value(*changed);
    }
    co_return Error{ErrorCode::kNotSupported, name + " is not supported by this platform", {}};
  }

  static Result<Json::Value> nothing(const Result<bool>& written) {
    if (!written) return written.error();
    return Json::Value();
  }

  Task<Result<Json::Value>> change_additional_info(bool adds, const Json::Value& params,
                                                   Deadline deadline) {
    auto info = co_await store_.read("localization.additionalInfo", deadline);
    if (!info && info.error().code != ErrorCode::kNotAvailable) co_return info.error();
    Json::Value map = info ? std::move(*info) : Json::Value(Json::objectValue);
    const std::string key = params["key"].asString();
    if (adds) {
      if (const auto added = add_info(map, key, params["value"]); !added) co_return added.error();
    } else {
      map.removeMember(key);
    }
    co_return nothing(
        co_await store_.write("localization.additionalInfo", std::move(map), deadline));
  }

  Task<Result<Json::Value>> read_several(const Json::Value& keys, Deadline deadline) {
    Json::Value values(Json::objectValue);
    for (const Json::Value& key : keys) {
      auto value = co_await store_.read(key.asString(), deadline);
      if (value) {
        values[key.asString()] = std::move(*value);
      } else if (value.error().code != ErrorCode::kNotAvailable &&
                 value.error().code != ErrorCode::kInvalidParams) {
        co_return value.error();
      }
    }
    co_return values;
  }

  Node node_;
  SettingStore store_;
  std::map<std::string, std::string, std::less<>> setters_;  // method -> setting
  std::deque<Asked> writes_;
  bool is_writing_ = false;
};

template <typename Call>
Json::Value params_of(const Call& call) {
  if constexpr (std::is_empty_v<typename Call::Method>) {
    return {};
  } else {
    return to_json(call.params);
  }
}

}  // namespace

Task<void> serve_settings(Node node, const Json::Value& default_values) {
  const auto channel = std::make_shared<SettingsChannel>(node, default_values);
  const auto watch = [&]<typename Event>(std::type_identity<Event>) {
    node.spawn(SettingsChannel::watch_voice_guidance<Event>(channel), "voice guidance");
  };
  watch(std::type_identity<VoiceGuidance::OnEnabledChanged>());
  watch(std::type_identity<VoiceGuidance::OnNavigationHintsChanged>());
  watch(std::type_identity<VoiceGuidance::OnRateChanged>());
  auto calls = node.invocations<Settings>();
  while (auto next = co_await calls.next()) {
    std::visit(overloaded{
                   [](UnknownInvocation& call) { call.reply_unsupported(); },
                   [&](auto& call) {
                     Json::Value params = params_of(call);
                     channel->accept({InvocationBase(std::move(call)), std::move(params)});
                   },
               },
               *next);
  }
}

}  // namespace ripple::builtin
