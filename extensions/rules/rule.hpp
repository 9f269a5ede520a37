/// Rule: how one method or event of the gateway is carried out, as a rules file says.
///
///     Result<Rule> rule = read_rule("device.name", json);
///     if (rule && rule->is_static()) ...
#pragma once

#include <json/value.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ripple/error.hpp"

namespace ripple::rules {

/// Texts of programs, as the file has them.
struct RuleTransform {
  std::optional<std::string> request{};
  std::optional<std::string> response{};
  std::optional<std::string> event{};
  std::optional<std::string> rpcv2_event{};
  std::optional<std::string> event_decorator_method{};
};

/// A method that a rule calls in turn. null `params`: none of its own.
struct RuleCall {
  std::string method;
  Json::Value params;
};

struct RuleSource {
  RuleCall call;
  /// The member of the workflow's result.
  std::string name;
};

struct Rule {
  /// The method or event, as the file names it; may end with ".*".
  std::string name;
  std::string alias;
  /// A key of the file's endpoints.
  std::string endpoint = "thunder";
  RuleTransform transform{};
  std::optional<std::string> filter{};
  std::optional<RuleCall> event_handler{};
  std::vector<RuleSource> sources{};

  bool is_static() const { return alias == "static"; }
  bool is_provided() const { return alias == "provided"; }
  bool is_wildcard() const { return name.ends_with(".*"); }
};

/// Ripple's form; members that it does not know are left alone. Error: kBadManifest, with the place
/// in the rule.
Result<Rule> read_rule(std::string_view name, const Json::Value& json);

}  // namespace ripple::rules
