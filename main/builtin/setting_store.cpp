#include "main/builtin/setting_store.hpp"

#include <algorithm>
#include <utility>

#include "ripple/contracts/ripple_contract.hpp"
#include "ripple/nearest_name.hpp"

namespace ripple::builtin {
namespace {

constexpr std::string_view kLanguage = "localization.language";
constexpr std::string_view kCaptions = "accessibility.closedCaptionsSettings";
constexpr std::string_view kAudioDescriptions = "accessibility.audioDescriptionSettings";

Error not_available(std::string_view full_key) {
  return Error{ErrorCode::kNotAvailable, std::string(full_key) + " is not available", {}};
}

Error unknown(const std::string& name) {
  std::vector<std::string_view> known;
  for (const Setting& setting : settings()) known.push_back(setting.name);
  return Error{ErrorCode::kInvalidParams,
               "expected the name of a setting, found \"" + name + "\"; the nearest is \"" +
                   std::string(nearest_name(name, known)) + "\"",
               {}};
}

const Json::Value* at_path(const Json::Value& root, std::string_view path) {
  const Json::Value* value = &root;
  while (!path.empty()) {
    const std::string_view step = path.substr(0, path.find('.'));
    if (!value->isObject()) return nullptr;
    value = value->find(step.data(), step.data() + step.size());
    if (value == nullptr) return nullptr;
    path.remove_prefix(std::min(path.size(), step.size() + 1));
  }
  return value;
}

// "de" of "de-CH".
std::string language_of(const std::string& locale) { return locale.substr(0, locale.find('-')); }

// What follows from a setting, and so may change with it.
std::vector<std::string> affected_by(const Setting& setting) {
  std::vector<std::string> names{std::string(setting.name)};
  if (setting.name == "localization.locale") names.emplace_back(kLanguage);
  if (setting.name == "localization.countryCode") names.emplace_back("localization.postalCode");
  if (setting.space == "ClosedCaptions") names.emplace_back(kCaptions);
  if (setting.space == "AudioDescription") names.emplace_back(kAudioDescriptions);
  return names;
}

}  // namespace

bool SettingStore::knows(std::string_view name) {
  return find_setting(name) != nullptr || name == kLanguage || name == kCaptions ||
         name == kAudioDescriptions;
}

Task<Result<Json::Value>> SettingStore::read(std::string name, Deadline deadline) {
  if (name == kLanguage) co_return co_await read_language(deadline);
  if (name == kCaptions) co_return co_await read_captions(deadline);
  if (name == kAudioDescriptions) co_return co_await read_audio_descriptions(deadline);
  const Setting* setting = find_setting(name);
  if (setting == nullptr) co_return unknown(name);
  co_return co_await read_setting(*setting, deadline);
}

Task<Result<Json::Value>> SettingStore::read_setting(const Setting& setting, Deadline deadline) {
  auto value = co_await stored(setting, deadline);
  if (!value) co_return value.error();
  if (*value) co_return std::move(**value);
  Json::Value otherwise = co_await preset(setting, deadline);
  if (otherwise.isNull()) co_return not_available(setting.full_key());
  co_return otherwise;
}

Task<Result<Json::Value>> SettingStore::read_language(Deadline deadline) {
  const auto locale = co_await read("localization.locale", deadline);
  if (locale) co_return Json::Value(language_of(locale->asString()));
  if (locale.error().code != ErrorCode::kNotAvailable) co_return locale.error();
  const Json::Value* language = at_path(defaults_, "language");
  if (language == nullptr || !language->isString()) {
    co_return not_available("Localization.language");
  }
  co_return *language;
}

Task<Result<Json::Value>> SettingStore::read_captions(Deadline deadline) {
  Json::Value all(Json::objectValue);
  for (const Setting& setting : settings()) {
    if (setting.space != "ClosedCaptions") continue;
    auto value = co_await read_setting(setting, deadline);
    const std::string key(setting.key);
    const bool is_style = key != "enabled" && key != "preferredLanguages";
    if (value) {
      (is_style ? all["styles"] : all)[key] = std::move(*value);
    } else if (key == "enabled" || value.error().code != ErrorCode::kNotAvailable) {
      co_return value.error();
    }
  }
  co_return all;
}

Task<Result<Json::Value>> SettingStore::read_audio_descriptions(Deadline deadline) {
  auto enabled = co_await read("audiodescriptions.enabled", deadline);
  if (!enabled) co_return enabled.error();
  Json::Value all(Json::objectValue);
  all["enabled"] = std::move(*enabled);
  co_return all;
}

Task<Result<std::optional<Json::Value>>> SettingStore::stored(const Setting& setting,
                                                              Deadline deadline) {
  if (const auto known = stored_.find(&setting); known != stored_.end()) co_return known->second;
  Json::Value params(Json::objectValue);
  params["namespace"] = std::string(setting.space);
  params["key"] = std::string(setting.key);
  const CallOptions options{.deadline = deadline};
  const auto answer =
      co_await node_.call_json(RippleContract::kLocalStorage, "local.storage.get", params, options);
  if (!answer) co_return answer.error();
  std::optional<Json::Value> value;
  if (answer->isObject()) value = (*answer)["value"];
  if (value && !fits(setting, *value)) {
    node_.log(LogLevel::kWarning, "ignored the stored " + setting.full_key() + ": expected " +
                                      expectation(setting) + ", found " + print_json(*value));
    value.reset();
  }
  // A write that came in between knows better.
  co_return stored_.try_emplace(&setting, std::move(value)).first->second;
}

Task<Json::Value> SettingStore::preset(const Setting& setting, Deadline deadline) {
  if (setting.name == "localization.postalCode" && at_path(defaults_, "postal_code") == nullptr) {
    const auto country = co_await read("localization.countryCode", deadline);
    const Json::Value* codes = at_path(defaults_, "country_postal_code");
    if (!country || codes == nullptr || !codes->isObject()) co_return Json::Value();
    co_return codes->get(country->asString(), Json::Value());
  }
  const Json::Value* value = at_path(defaults_, setting.preset);
  if (value == nullptr || !fits(setting, *value)) co_return Json::Value();
  co_return *value;
}

Task<SettingStore::Snapshot> SettingStore::snapshot(std::vector<std::string> names,
                                                    Deadline deadline) {
  Snapshot values;
  for (const std::string& name : names) {
    if (auto value = co_await read(name, deadline)) values.emplace(name, std::move(*value));
  }
  co_return values;
}

Task<Result<void>> SettingStore::put(const Setting& setting, Json::Value value, Deadline deadline) {
  Json::Value params(Json::objectValue);
  params["namespace"] = std::string(setting.space);
  params["key"] = std::string(setting.key);
  const CallOptions options{.deadline = deadline};
  params["value"] = value;
  const auto answer =
      co_await node_.call_json(RippleContract::kLocalStorage, "local.storage.set", params, options);
  if (!answer) {
    stored_.erase(&setting);  // it may have been stored all the same
    co_return answer.error();
  }
  stored_.insert_or_assign(&setting, std::move(value));
  co_return Result<void>();
}

Task<Result<bool>> SettingStore::write(std::string name, Json::Value value, Deadline deadline) {
  if (name == kLanguage) {
    if (!value.isString()) {
      co_return Error{ErrorCode::kInvalidParams, "/value: expected a string", {}};
    }
    const auto locale = co_await read("localization.locale", deadline);
    const std::string old = locale ? locale->asString() : "";
    const std::size_t region = old.find('-');
    name = "localization.locale";
    value = value.asString() + (region == std::string::npos ? "" : old.substr(region));
  }
  const Setting* setting = find_setting(name);
  if (setting == nullptr) co_return unknown(name);
  if (!fits(*setting, value)) {
    co_return Error{
        ErrorCode::kInvalidParams,
        "/value: " + name + " expected " + expectation(*setting) + ", found " + print_json(value),
        {}};
  }
  const std::vector<std::string> names = affected_by(*setting);
  const Snapshot before = co_await snapshot(names, deadline);
  const auto written = co_await put(*setting, std::move(value), deadline);
  if (!written) co_return written.error();
  const Snapshot after = co_await snapshot(names, deadline);
  bool changed = false;
  for (const auto& [changed_name, now] : after) {
    const auto was = before.find(changed_name);
    if (was != before.end() && was->second == now) continue;
    changed = true;
    on_change_(changed_name, now);
  }
  co_return changed;
}

}  // namespace ripple::builtin
