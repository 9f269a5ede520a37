/// SettingStore: the value of each setting, kept through the contract local.storage.
///
///     Result<Json::Value> locale = co_await store->read("localization.locale", deadline);
///     co_await store->write("localization.locale", "de-DE", deadline);   // tells what changed
///
/// A value that was not set is the manifest's default. Some settings follow from others: the
/// language from the locale, the postal code from the country, the objects of the module
/// accessibility from what they are made of. On the thread of the channel that owns it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "main/builtin/setting_table.hpp"
#include "ripple/node.hpp"

namespace ripple::builtin {

class SettingStore {
 public:
  /// `on_change` is called with the name and the new value of everything that has changed.
  using Listener = std::function<void(const std::string& name, const Json::Value& value)>;
  SettingStore(Node node, const Json::Value& default_values, Listener on_change)
      : node_(std::move(node)), defaults_(default_values), on_change_(std::move(on_change)) {}

  /// True for names that read() knows.
  static bool knows(std::string_view name);

  /// Errors: kNotAvailable "Localization.locality is not available" when neither people nor the
  /// manifest say; kInvalidParams for an unknown name; those of local.storage.
  Task<Result<Json::Value>> read(std::string name, Deadline deadline);

  /// True when the value is another one now. Errors: kInvalidParams for an unknown name or a value
  /// of the wrong kind; those of local.storage. Writes must come one after another.
  Task<Result<bool>> write(std::string name, Json::Value value, Deadline deadline);

 private:
  using Snapshot = std::map<std::string, Json::Value>;

  Task<Result<Json::Value>> read_setting(const Setting& setting, Deadline deadline);
  Task<Result<Json::Value>> read_language(Deadline deadline);
  Task<Result<Json::Value>> read_captions(Deadline deadline);
  Task<Result<Json::Value>> read_audio_descriptions(Deadline deadline);
  Task<Result<std::optional<Json::Value>>> stored(const Setting& setting, Deadline deadline);
  Task<Json::Value> preset(const Setting& setting, Deadline deadline);
  Task<Snapshot> snapshot(std::vector<std::string> names, Deadline deadline);
  Task<Result<void>> put(const Setting& setting, Json::Value value, Deadline deadline);

  Node node_;
  const Json::Value& defaults_;
  Listener on_change_;
  std::map<const Setting*, std::optional<Json::Value>> stored_;  // what local.storage has told
};

}  // namespace ripple::builtin
