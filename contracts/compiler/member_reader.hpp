/// Reads members of a JSON object and reports what is missing, wrong or unknown.
#pragma once

#include <json/value.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics.hpp"

namespace ripple::compiler {

class MemberReader {
 public:
  /// `object` and `diagnostics` must outlive the reader. Reports when `object` is none.
  MemberReader(const Json::Value& object, std::string_view file, std::string pointer,
               Diagnostics& diagnostics);

  std::string required_text(const char* name);
  std::string optional_text(const char* name);
  bool flag(const char* name, bool otherwise);
  unsigned count(const char* name);
  std::vector<std::string> texts(const char* name);
  /// An array or an object; null when it is absent or something else, which is reported.
  const Json::Value& required_list(const char* name);
  const Json::Value& required_object(const char* name);
  const Json::Value& optional_list(const char* name);
  const Json::Value& optional_object(const char* name);

  /// Reports each member that is not among `names`.
  void only(std::initializer_list<std::string_view> names);
  void report(std::string_view member, std::string_view expected, const Json::Value* found_value);

  [[nodiscard]] bool usable() const { return object_.isObject(); }
  [[nodiscard]] bool has(const char* name) const { return usable() && object_.isMember(name); }
  [[nodiscard]] std::string at(std::string_view member) const;

 private:
  const Json::Value* find(const char* name) const;

  const Json::Value& object_;
  std::string file_;
  std::string pointer_;
  Diagnostics& diagnostics_;
};

}  // namespace ripple::compiler
