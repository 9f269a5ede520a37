/// SQLite with owners and Results: a Database, and the Statements prepared on it.
///
///     auto database = Database::open("/var/lib/ripple/storage.sqlite3");
///     auto insert = database->prepare("INSERT INTO t VALUES(?1, ?2)");
///     insert->bind(1, "key"); insert->bind(2, std::int64_t{7});
///     auto row = insert->step();
///
/// Blocks on the disk. One thread. Errors: kServiceFailure, with SQLite's reason and the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <ripple/error.hpp>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace ripple::device_linux {

/// A prepared statement. Must end before its Database.
class Statement {
 public:
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, std::int64_t number);
  Statement& bind(int index, std::optional<std::int64_t> number);

  /// True when there is a row to read, false when the statement is done.
  Result<bool> step();
  /// step() to the end, for statements that yield no rows.
  Result<void> run();
  /// Ready to be bound and stepped again.
  void reset();

  /// Of the current row, columns from 0.
  std::string text(int column) const;
  std::int64_t number(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  /// Opens or creates the file, readable by its owner only, with its directory. Written through a
  /// write-ahead log: a killed process loses nothing that was answered, and leaves no half of a
  /// change behind. A power cut may cost the last changes, never the file.
  static Result<Database> open(const std::filesystem::path& file);

  Result<void> execute(const char* sql);
  Result<Statement> prepare(std::string_view sql);
  /// Rows that the last statement inserted, changed or removed.
  std::int64_t changes() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}

  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace ripple::device_linux
