#include "rules/rule_book.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "ripple/json.hpp"
#include "rules/event_decorator.hpp"
#include "rules/jq/jq_text.hpp"

namespace ripple::rules {
namespace {

/// Rules for an older engine name members of the result without `.result`: for a program that does
/// so they are there, as far as the response has none of the name.
constexpr std::string_view kResponseInput =
    "if (.result | type) == \"object\" then .result + . else . end | ";

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

/// null and objects will do.
Result<void> check_objects(const Json::Value& set) {
  const auto check = [](const std::string& place, const Json::Value& value) -> Result<void> {
    if (value.isNull() || value.isObject()) return {};
    return Error{ErrorCode::kBadManifest,
                 "config at " + place + ": expected object, found " + std::string(json_kind(value)),
                 {}};
  };
  if (auto fits = check("/rule_set", set); !fits) return fits;
  for (const char* const name : {"endpoints", "rules", "functions"}) {
    if (auto fits = check("/rule_set/" + std::string(name), set[name]); !fits) return fits;
  }
  return {};
}

std::string joined(const std::vector<std::string>& faults) {
  std::string text;
  for (const std::string& fault : faults) text += (text.empty() ? "" : "; ") + fault;
  return text;
}

}  // namespace

Result<std::shared_ptr<RuleBook>> RuleBook::from_config(const Json::Value& config) {
  auto book = std::make_shared<RuleBook>();
  Faults faults;
  const Json::Value& set = config["rule_set"];
  if (const auto fits = check_objects(set); !fits) return fits.error();
  auto functions = RuleFunctions::from_json(set["functions"]);
  if (!functions) return Error{ErrorCode::kBadManifest, functions.error().message, {}};
  book->functions_ = std::move(*functions);
  book->read_endpoints(set["endpoints"], faults);
  book->read_rules(set["rules"], faults);
  std::ranges::move(book->programs_.compile(), std::back_inserter(faults));
  if (faults.empty()) return Result<std::shared_ptr<RuleBook>>(std::move(book));
  return Error{ErrorCode::kBadManifest, joined(faults), {}};
}

void RuleBook::read_endpoints(const Json::Value& json, Faults& faults) {
  for (auto member = json.begin(); member != json.end(); ++member) {
    auto spec = read_endpoint(*member);
    if (spec) {
      declared_.emplace(member.name(), std::move(*spec));
    } else {
      faults.push_back("endpoint " + member.name() + ": " + spec.error().message);
    }
  }
  declared_.emplace("thunder", EndpointSpec{"thunder", {}, true});
}

void RuleBook::read_rules(const Json::Value& json, Faults& faults) {
  for (auto member = json.begin(); member != json.end(); ++member) {
    auto rule = read_rule(member.name(), *member);
    if (rule) {
      add(std::move(*rule), faults);
    } else {
      faults.push_back("rule " + member.name() + ": " + rule.error().message);
    }
  }
}

void RuleBook::add(Rule rule, Faults& faults) {
  if (const auto& decorator = rule.transform.event_decorator_method;
      decorator && !decorated_by(*decorator)) {
    std::string fault = "rule " + rule.name + ": event_decorator_method \"" + *decorator;
    fault.append("\" is not supported; there is ").append(kAdvertisingPolicy);
    faults.push_back(std::move(fault));
  }
  if (!rule.is_static() && !rule.is_provided()) {
    const auto declared = declared_.find(rule.endpoint);
    if (declared == declared_.end()) {
      faults.push_back("rule " + rule.name + ": no rules file has the endpoint \"" + rule.endpoint +
                       "\"");
    } else if (const auto [place, is_new] = endpoints_.insert(*declared); is_new) {
      if (const auto usable = check_endpoint(place->second); !usable) {
        faults.push_back("endpoint " + rule.endpoint + ", which rule " + rule.name +
                         " needs: " + usable.error().message);
      }
    }
  }
  RuleEntry entry;
  entry.request = program(rule, "request", rule.transform.request, faults);
  entry.response = program(rule, "response", rule.transform.response, faults);
  entry.event = program(rule, "event", rule.transform.event, faults);
  entry.rpcv2_event = program(rule, "rpcv2_event", rule.transform.rpcv2_event, faults);
  entry.filter = program(rule, "filter", rule.filter, faults);
  entry.rule = std::move(rule);
  if (entry.rule.is_wildcard()) {
    wildcards_.push_back(std::move(entry));
  } else {
    std::string key = in_lower_case(entry.rule.name);
    rules_.emplace(std::move(key), std::move(entry));
  }
}

RuleEntry::Program RuleBook::program(const Rule& rule, std::string_view what,
                                     const std::optional<std::string>& text, Faults& faults) {
  if (!text) return {};
  const std::string owner =
      "rule " + rule.name + ": " + (what == "filter" ? "" : "transform ") + std::string(what);
  auto prepared = functions_.expand(*text);
  if (prepared) prepared = prepare_program(*prepared);
  if (!prepared) {
    faults.push_back(owner + ": " + prepared.error().message);
    return {};
  }
  if (what != "response" || prepared->find(".result") != std::string::npos) {
    return programs_.add(*prepared, owner);
  }
  std::string with_members(kResponseInput);
  with_members.append("(").append(*prepared).append("\n\n)");
  return programs_.add(with_members, owner);
}

const RuleEntry* RuleBook::find(std::string_view method) const {
  const std::string name = in_lower_case(method);
  if (const auto rule = rules_.find(name); rule != rules_.end()) return &rule->second;
  const RuleEntry* only = nullptr;
  for (const RuleEntry& entry : wildcards_) {
    const std::string pattern = in_lower_case(entry.rule.name);
    if (!name.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1))) continue;
    if (only != nullptr) return nullptr;
    only = &entry;
  }
  return only;
}

}  // namespace ripple::rules
