/// RuleBook: the rules of all rules files, with their programs compiled.
///
///     Result<std::shared_ptr<RuleBook>> book = RuleBook::from_config(node.config());
///     if (const RuleEntry* entry = (*book)->find("device.name")) ...
///
/// Built on any thread; then for the channel's own.
#pragma once

#include <json/value.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ripple/error.hpp"
#include "rules/endpoints/endpoint_set.hpp"
#include "rules/jq/program_set.hpp"
#include "rules/rule.hpp"
#include "rules/rule_functions.hpp"

namespace ripple::rules {

/// A rule and its programs.
struct RuleEntry {
  using Program = std::optional<ProgramSet::Id>;

  Rule rule;
  Program request{};
  Program response{};
  Program event{};
  Program rpcv2_event{};
  Program filter{};
};

class RuleBook {
 public:
  /// `config`: the channel's, with its member `rule_set` as Main makes it from the rules files.
  /// Error: kBadManifest, which names each rule and endpoint at fault and says what is wrong.
  static Result<std::shared_ptr<RuleBook>> from_config(const Json::Value& config);

  /// The rule of a method, whatever its case; else the one wildcard that matches. NULL: none, or
  /// more than one wildcard.
  const RuleEntry* find(std::string_view method) const;

  /// The endpoints that rules name, by their keys.
  const std::map<std::string, EndpointSpec>& endpoints() const { return endpoints_; }

  ProgramSet& programs() { return programs_; }

  std::size_t size() const { return rules_.size() + wildcards_.size(); }

 private:
  using Faults = std::vector<std::string>;

  void read_endpoints(const Json::Value& json, Faults& faults);
  void read_rules(const Json::Value& json, Faults& faults);
  void add(Rule rule, Faults& faults);
  RuleEntry::Program program(const Rule& rule, std::string_view what,
                             const std::optional<std::string>& text, Faults& faults);

  RuleFunctions functions_;
  std::map<std::string, EndpointSpec> declared_;
  std::map<std::string, EndpointSpec> endpoints_;
  std::map<std::string, RuleEntry, std::less<>> rules_;
  std::vector<RuleEntry> wildcards_;
  ProgramSet programs_;
};

}  // namespace ripple::rules
