/// PersistentStore: texts by namespace and key, kept by org.rdk.PersistentStore.
///
///     auto stored = co_await store->get({"Localization", "locale"}, deadline);
///     if (stored && *stored) use(**stored);
///
/// Errors: those of ThunderServer; kTooLarge when the plugin takes no text as long as that.
#pragma once

#include <memory>
#include <optional>
#include <ripple/deadline.hpp>
#include <ripple/task.hpp>
#include <string>
#include <utility>
#include <vector>

#include "device_thunder/thunder_server.hpp"

namespace ripple::device_thunder {

struct StoreNamespace {
  std::string name;
  /// The plugin's own scope: "device", or "account" for what follows the account.
  std::string scope = "device";
};

struct StoreKey {
  StoreNamespace space;
  std::string key;
};

class PersistentStore {
 public:
  explicit PersistentStore(std::shared_ptr<ThunderServer> server) : server_(std::move(server)) {}

  /// Empty when there is no such value.
  Task<Result<std::optional<std::string>>> get(StoreKey key, Deadline deadline);
  Task<Result<void>> set(StoreKey key, std::string text, Deadline deadline);
  Task<Result<void>> remove(StoreKey key, Deadline deadline);
  /// Everything in a namespace.
  Task<Result<void>> clear(StoreNamespace space, Deadline deadline);
  /// Sorted.
  Task<Result<std::vector<std::string>>> keys(StoreNamespace space, Deadline deadline);

 private:
  std::shared_ptr<ThunderServer> server_;
};

}  // namespace ripple::device_thunder
