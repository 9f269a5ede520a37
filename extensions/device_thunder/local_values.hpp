/// LocalValues: JSON values of extensions in the PersistentStore, in the form that Ripple has
/// there.
///
///     auto stored = co_await values->get({"Localization", "locale", {}}, deadline);
///     co_await values->set({"Localization", "locale", {}}, "de-DE", deadline);
///
/// A namespace is the plugin's namespace of that name; one with a scope is the namespace
/// "@scope/<scope>/<namespace>". Names that begin with "@" are kept for those, and for the secrets
/// of apps: kInvalidParams. Other errors: those of PersistentStore.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ripple/deadline.hpp>
#include <ripple/task.hpp>
#include <string>
#include <vector>

#include "device_thunder/persistent_store.hpp"

namespace ripple::device_thunder {

/// Milliseconds since 1970.
using WallClock = std::function<std::int64_t()>;

struct LocalKey {
  std::string name_space;
  std::string key;
  std::optional<std::string> scope;
};

struct LocalValue {
  Json::Value value;
  /// When it was set: RFC 3339, UTC.
  std::string update_time;
};

class LocalValues {
 public:
  LocalValues(std::shared_ptr<PersistentStore> store, WallClock clock)
      : store_(std::move(store)), clock_(std::move(clock)) {}

  Task<Result<std::optional<LocalValue>>> get(LocalKey key, Deadline deadline);
  /// A text; empty also when the value is something else.
  Task<Result<std::optional<std::string>>> get_text(LocalKey key, Deadline deadline);
  /// True when it differs from what was there.
  Task<Result<bool>> set(LocalKey key, Json::Value value, Deadline deadline);
  /// True when there was one.
  Task<Result<bool>> remove(LocalKey key, Deadline deadline);
  Task<Result<std::vector<std::string>>> keys(std::string name_space,
                                              std::optional<std::string> scope, Deadline deadline);

 private:
  std::shared_ptr<PersistentStore> store_;
  WallClock clock_;
};

}  // namespace ripple::device_thunder
