/// The stores of a device channel in their one file, with what the channel itself keeps there.
///
///     auto storage = DeviceStorage::open(settings.saved_dir, wall_clock);
///     (*storage)->local().set(...);
///     (*storage)->set_name("Kitchen");
///
/// Threads and errors as KeyValueStore has them.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <ripple/error.hpp>
#include <string>

#include "device_linux/key_value_store.hpp"
#include "device_linux/sqlite.hpp"

namespace ripple::device_linux {

/// What device.provision assigns.
struct Provisioning {
  std::string account_id;
  std::string device_id;
  std::optional<std::string> distributor_id;
};

class DeviceStorage {
 public:
  static constexpr const char* kFileName = "storage.sqlite3";

  static Result<std::shared_ptr<DeviceStorage>> open(const std::filesystem::path& saved_dir,
                                                     KeyValueStore::WallClock clock);

  /// Values of extensions, as JSON text.
  KeyValueStore& local() { return *local_; }
  /// Values of apps.
  KeyValueStore& secure() { return *secure_; }

  /// The name that somebody gave the device.
  Result<std::optional<std::string>> name();
  Result<void> set_name(const std::string& name);

  Result<void> provision(const Provisioning& provisioning);
  Result<std::optional<std::string>> provisioned_device_id();
  Result<std::optional<std::string>> provisioned_distributor_id();

 private:
  explicit DeviceStorage(Database database) : database_(std::move(database)) {}

  /// Texts are kept as JSON, because extensions read them through contract local.storage.
  Result<std::optional<std::string>> text(const EntryName& entry);
  Result<void> set_text(const EntryName& entry, const std::string& value);

  Database database_;
  std::optional<KeyValueStore> local_;
  std::optional<KeyValueStore> secure_;
};

}  // namespace ripple::device_linux
