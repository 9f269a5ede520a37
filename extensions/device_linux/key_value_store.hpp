/// Values by scope, namespace and key, in one table of a Database; each may have an end.
///
///     auto store = KeyValueStore::open(*database, "secure", {}, wall_clock);
///     store->set({"device", "com.example", "token"}, "abc", 60'000);
///     auto stored = store->get({"device", "com.example", "token"});
///     if (stored && *stored) use((*stored)->value);
///
/// What set() has returned for is kept, also when the process is killed. One thread; blocks on the
/// disk. Errors: those of Database, and kTooLarge where a limit is named.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <ripple/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "device_linux/sqlite.hpp"

namespace ripple::device_linux {

struct EntryName {
  std::string_view scope;
  std::string_view name_space;
  std::string_view key;
};

struct StoredEntry {
  std::string value;
  /// Milliseconds since 1970.
  std::int64_t updated = 0;
};

struct StoreLimits {
  std::size_t key_bytes = 256;
  std::size_t value_bytes = 1024 * 1024;
  std::int64_t keys_per_namespace = 1000;
};

class KeyValueStore {
 public:
  /// Milliseconds since 1970: the ends of values outlive a reboot, so the clock of the wall counts.
  using WallClock = std::function<std::int64_t()>;

  /// Makes the table when it is not there. `database` must outlive the store.
  static Result<KeyValueStore> open(Database& database, const std::string& table,
                                    const StoreLimits& limits, WallClock clock);

  /// Empty when there is no such value, or its time is over.
  Result<std::optional<StoredEntry>> get(const EntryName& name);

  /// Replaces what was there, with its end. kTooLarge when key or value are longer than the limits
  /// allow, or a new key would be one too many in its namespace.
  Result<void> set(const EntryName& name, std::string_view value,
                   std::optional<std::int64_t> ttl_milliseconds = std::nullopt);

  /// Whether there was something to remove.
  Result<bool> remove(const EntryName& name);

  /// Removes everything in a namespace.
  Result<void> clear(std::string_view scope, std::string_view name_space);

  /// Sorted by bytes.
  Result<std::vector<std::string>> keys(std::string_view scope, std::string_view name_space);

 private:
  KeyValueStore(Database& database, const StoreLimits& limits, WallClock clock, Statement get,
                Statement set, Statement remove, Statement clear, Statement keys, Statement count,
                Statement expire);

  Result<void> check_room(const EntryName& name, std::string_view value);

  Database& database_;
  StoreLimits limits_;
  WallClock clock_;
  Statement get_;
  Statement set_;
  Statement remove_;
  Statement clear_;
  Statement keys_;
  Statement count_;
  Statement expire_;
};

}  // namespace ripple::device_linux
