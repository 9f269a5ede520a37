/// One value of a JSON document in its place, possibly absent, read with a type and a default.
///
///     Findings findings;
///     Field root(document, findings);
///     milliseconds timeout = root["timeout"].time(milliseconds(10000));
///     if (findings.error) return *findings.error;   // "x.json:3:13: /timeout: expected .., found
///     .."
///
/// A value that is not what was asked for is noted in the findings and the default is returned, so
/// reading goes on; null counts as absent. A Field borrows its document and its findings.
#pragma once

#include <json/value.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "main/manifest/findings.hpp"
#include "main/manifest/json_document.hpp"

namespace ripple::manifest {

class Field {
 public:
  /// The document's root.
  Field(const JsonDocument& document, Findings& findings);

  Field operator[](std::string_view key) const;
  bool present() const { return value_ != nullptr; }
  /// The value itself; null when absent.
  const Json::Value& value() const;
  const JsonDocument& document() const { return *document_; }
  /// "/extns/0/symbols/1/id"
  const std::string& pointer() const { return pointer_; }

  /// Notes that an absent value should be here. `hint` says what to write.
  Field require(std::string_view hint) const;

  std::string text(std::string fallback = {}) const;
  bool flag(bool fallback) const;
  std::uint64_t number(std::uint64_t fallback, std::uint64_t least, std::uint64_t most) const;
  std::size_t count(std::size_t fallback, std::size_t least = 1,
                    std::size_t most = 1'000'000'000) const;
  double real(double fallback) const;
  /// Whole milliseconds from 1 to a day.
  std::chrono::milliseconds time(std::chrono::milliseconds fallback) const;
  /// A path; a relative one is meant from the document's directory. Absent: empty.
  std::filesystem::path path() const;
  std::string word(std::initializer_list<const char*> words, std::string fallback) const;
  /// An object to hand on as it is. Absent: {}.
  Json::Value object() const;

  std::vector<Field> items() const;
  std::vector<std::pair<std::string, Field>> members() const;
  std::vector<std::string> texts() const;
  std::map<std::string, std::string> text_map() const;

  /// "file:line:column: pointer: sentence"
  std::string story(std::string_view sentence) const;
  void fail(std::string_view sentence) const;
  void warn(std::string_view sentence) const;
  /// fail("expected {what}, found {kind and value}")
  void fail_expected(std::string_view what) const;

 private:
  Field(const Field& parent, const Json::Value* value, std::string_view key);
  bool is(Json::ValueType type, std::string_view what) const;

  const JsonDocument* document_;
  Findings* findings_;
  const Json::Value* value_;  ///< NULL: absent
  const Json::Value* near_;   ///< the value, or the nearest ancestor that exists
  std::string pointer_;
};

}  // namespace ripple::manifest
