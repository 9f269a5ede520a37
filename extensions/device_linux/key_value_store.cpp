#include "device_linux/key_value_store.hpp"

#include <array>
#include <utility>

namespace ripple::device_linux {
namespace {

/// Resets a statement when its use is over, so that it holds no read lock in between.
class Use {
 public:
  explicit Use(Statement& statement) : statement_(statement) {}
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() { statement_.reset(); }

  Statement* operator->() { return &statement_; }

 private:
  Statement& statement_;
};

Statement& bind_name(Statement& statement, const EntryName& name) {
  return statement.bind(1, name.scope).bind(2, name.name_space).bind(3, name.key);
}

Error too_large(const std::string& what, std::int64_t found, std::int64_t limit) {
  return {ErrorCode::kTooLarge,
          "expected " + what + " of at most " + std::to_string(limit) + ", found " +
              std::to_string(found),
          ""};
}

}  // namespace

Result<KeyValueStore> KeyValueStore::open(Database& database, const std::string& table,
                                          const StoreLimits& limits, WallClock clock) {
  const std::string create = "CREATE TABLE IF NOT EXISTS " + table +
                             "(scope TEXT, namespace TEXT, key TEXT, value TEXT NOT NULL,"
                             " updated INTEGER NOT NULL, expires INTEGER,"
                             " PRIMARY KEY(scope, namespace, key)) WITHOUT ROWID;"
                             "CREATE INDEX IF NOT EXISTS " +
                             table + "_expires ON " + table +
                             "(expires) WHERE expires IS NOT NULL;";
  if (auto made = database.execute(create.c_str()); !made) return made.error();

  const std::string in_namespace = " FROM " + table + " WHERE scope=?1 AND namespace=?2";
  const std::string alive = " AND (expires IS NULL OR expires>?4)";
  const std::array<std::string, 7> sql = {
      "SELECT value, updated" + in_namespace + " AND key=?3" + alive,
      "INSERT OR REPLACE INTO " + table + " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
      "DELETE" + in_namespace + " AND key=?3" + alive,
      "DELETE" + in_namespace,
      "SELECT key" + in_namespace + alive + " ORDER BY key",
      "SELECT count(*)" + in_namespace + " AND key<>?3",
      "DELETE FROM " + table + " WHERE expires<=?1"};
  std::vector<Statement> statements;
  for (const auto& text : sql) {
    auto statement = database.prepare(text);
    if (!statement) return statement.error();
    statements.push_back(std::move(*statement));
  }
  return KeyValueStore(database, limits, std::move(clock), std::move(statements[0]),
                       std::move(statements[1]), std::move(statements[2]), std::move(statements[3]),
                       std::move(statements[4]), std::move(statements[5]),
                       std::move(statements[6]));
}

KeyValueStore::KeyValueStore(Database& database, const StoreLimits& limits, WallClock clock,
                             Statement get, Statement set, Statement remove, Statement clear,
                             Statement keys, Statement count, Statement expire)
    : database_(database),
      limits_(limits),
      clock_(std::move(clock)),
      get_(std::move(get)),
      set_(std::move(set)),
      remove_(std::move(remove)),
      clear_(std::move(clear)),
      keys_(std::move(keys)),
      count_(std::move(count)),
      expire_(std::move(expire)) {}

Result<std::optional<StoredEntry>> KeyValueStore::get(const EntryName& name) {
  Use get(get_);
  bind_name(get_, name).bind(4, clock_());
  const auto row = get->step();
  if (!row) return row.error();
  if (!*row) return std::optional<StoredEntry>();
  return std::optional<StoredEntry>(StoredEntry{get->text(0), get->number(1)});
}

Result<void> KeyValueStore::check_room(const EntryName& name, std::string_view value) {
  if (name.key.size() > limits_.key_bytes) {
    return too_large("a key in bytes", static_cast<std::int64_t>(name.key.size()),
                     static_cast<std::int64_t>(limits_.key_bytes));
  }
  if (value.size() > limits_.value_bytes) {
    return too_large("a value in bytes", static_cast<std::int64_t>(value.size()),
                     static_cast<std::int64_t>(limits_.value_bytes));
  }
  Use count(count_);
  bind_name(count_, name);
  if (const auto row = count->step(); !row) return row.error();
  if (count->number(0) >= limits_.keys_per_namespace) {
    return too_large("a number of keys in \"" + std::string(name.name_space) + "\"",
                     count->number(0) + 1, limits_.keys_per_namespace);
  }
  return {};
}

Result<void> KeyValueStore::set(const EntryName& name, std::string_view value,
                                std::optional<std::int64_t> ttl_milliseconds) {
  const auto now = clock_();
  {
    Use expire(expire_);
    expire_.bind(1, now);
    if (auto expired = expire->run(); !expired) return expired;
  }
  if (auto room = check_room(name, value); !room) return room;
  Use set(set_);
  auto expires = ttl_milliseconds;
  if (expires) *expires += now;
  bind_name(set_, name).bind(4, value).bind(5, now).bind(6, expires);
  return set->run();
}

Result<bool> KeyValueStore::remove(const EntryName& name) {
  Use remove(remove_);
  bind_name(remove_, name).bind(4, clock_());
  if (auto removed = remove->run(); !removed) return removed.error();
  return database_.changes() > 0;
}

Result<void> KeyValueStore::clear(std::string_view scope, std::string_view name_space) {
  Use clear(clear_);
  clear_.bind(1, scope).bind(2, name_space);
  return clear->run();
}

Result<std::vector<std::string>> KeyValueStore::keys(std::string_view scope,
                                                     std::string_view name_space) {
  Use keys(keys_);
  keys_.bind(1, scope).bind(2, name_space).bind(4, clock_());
  std::vector<std::string> names;
  for (;;) {
    const auto row = keys->step();
    if (!row) return row.error();
    if (!*row) return names;
    names.push_back(keys->text(0));
  }
}

}  // namespace ripple::device_linux
