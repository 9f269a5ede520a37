/// Reads an object member by member, and refuses members that nobody asked for.
///
///     ObjectFields fields(json, "#/account");
///     auto id = fields.optional<std::string>("id");
///     auto limit = fields.optional<std::int64_t>("limit");
///     if (auto read = fields.finish(); !read) return read.error();
///
/// The first error is kept and told by finish(): "#/account/id: expected string, found number".
#pragma once

#include <json/value.h>

#include <optional>
#include <ripple/error.hpp>
#include <ripple/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ripple::distributor_general {

/// Names are literals. The object must outlive this.
class ObjectFields {
 public:
  /// `place`: where the object is, "#" for a whole document.
  ObjectFields(const Json::Value& object, std::string place);

  /// Empty when absent.
  template <typename T>
  std::optional<T> optional(std::string_view name) {
    const Json::Value* const member = find(name);
    if (member == nullptr) return std::nullopt;
    T value{};
    if (auto read = from_json(*member, value); !read) {
      keep_below(within(name, read.error()));
      return std::nullopt;
    }
    return value;
  }

  /// An absent one is an error.
  template <typename T>
  T required(std::string_view name) {
    if (object_.isObject() && !has(name)) {
      keep_below(Error{ErrorCode::kBadManifest,
                       "#: expected member \"" + std::string(name) + "\", found none", ""});
    }
    return optional<T>(name).value_or(T{});
  }

  /// The member as it is, to read further; nullptr when absent.
  const Json::Value* find(std::string_view name);

  /// Where the member is, for reading it with ObjectFields of its own.
  std::string place_of(std::string_view name) const;

  /// Keeps an error of somebody else who read members; its message says where in full.
  void keep(const Result<void>& read);

  Result<void> finish();

 private:
  bool has(std::string_view name) const;
  /// Its message starts with '#', which stands for this object.
  void keep_below(Error error);

  const Json::Value& object_;
  std::string place_;
  std::vector<std::string_view> known_;
  std::optional<Error> error_;
};

}  // namespace ripple::distributor_general
