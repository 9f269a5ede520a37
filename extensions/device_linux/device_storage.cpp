#include "device_linux/device_storage.hpp"

#include <ripple/json.hpp>
#include <utility>

namespace ripple::device_linux {
namespace {

constexpr EntryName kDeviceName{"", "DeviceName", "name"};
constexpr EntryName kAccountId{"", "provision", "account_id"};
constexpr EntryName kDeviceId{"", "provision", "device_id"};
constexpr EntryName kDistributorId{"", "provision", "distributor_id"};

constexpr StoreLimits kLocalLimits{256, 1024 * 1024, 10'000};
constexpr StoreLimits kSecureLimits{256, 64 * 1024, 1000};

}  // namespace

Result<std::shared_ptr<DeviceStorage>> DeviceStorage::open(const std::filesystem::path& saved_dir,
                                                           KeyValueStore::WallClock clock) {
  auto database = Database::open(saved_dir / kFileName);
  if (!database) return database.error();
  std::shared_ptr<DeviceStorage> storage(new DeviceStorage(std::move(*database)));
  auto local = KeyValueStore::open(storage->database_, "local_values", kLocalLimits, clock);
  if (!local) return local.error();
  storage->local_.emplace(std::move(*local));
  auto secure = KeyValueStore::open(storage->database_, "secure_values", kSecureLimits, clock);
  if (!secure) return secure.error();
  storage->secure_.emplace(std::move(*secure));
  return storage;
}

Result<std::optional<std::string>> DeviceStorage::text(const EntryName& entry) {
  const auto stored = local_->get(entry);
  if (!stored) return stored.error();
  if (!*stored) return std::optional<std::string>();
  const auto json = parse_json((*stored)->value);
  if (!json || !json->isString()) return std::optional<std::string>();
  return std::optional<std::string>(json->asString());
}

Result<void> DeviceStorage::set_text(const EntryName& entry, const std::string& value) {
  return local_->set(entry, print_json(Json::Value(value)));
}

Result<std::optional<std::string>> DeviceStorage::name() { return text(kDeviceName); }

Result<void> DeviceStorage::set_name(const std::string& name) {
  return set_text(kDeviceName, name);
}

Result<void> DeviceStorage::provision(const Provisioning& provisioning) {
  if (auto begun = database_.execute("BEGIN IMMEDIATE"); !begun) return begun;
  auto stored = set_text(kAccountId, provisioning.account_id);
  if (stored) stored = set_text(kDeviceId, provisioning.device_id);
  if (stored && provisioning.distributor_id) {
    stored = set_text(kDistributorId, *provisioning.distributor_id);
  } else if (stored) {
    const auto removed = local_->remove(kDistributorId);
    if (!removed) stored = removed.error();
  }
  const auto ended = database_.execute(stored ? "COMMIT" : "ROLLBACK");
  return stored ? ended : stored;
}

Result<std::optional<std::string>> DeviceStorage::provisioned_device_id() {
  return text(kDeviceId);
}

Result<std::optional<std::string>> DeviceStorage::provisioned_distributor_id() {
  return text(kDistributorId);
}

}  // namespace ripple::device_linux
