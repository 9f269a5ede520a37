#include "main/services/method_table.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "main/manifest/method_name.hpp"
#include "ripple/contracts/ripple_contract.hpp"
#include "ripple/json.hpp"
#include "ripple/nearest_name.hpp"

namespace ripple::services {
namespace {

using manifest::with_lower_module;

std::string_view module_of(std::string_view name) { return name.substr(0, name.find('.')); }

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  });
}

// "device.onNameChanged"; a method of no document tells by its name alone whether it is an event.
bool is_event_name(std::string_view name) {
  const std::string_view method = name.substr(name.find('.') + 1);
  return method.size() > 2 && method.starts_with("on") &&
         std::isupper(static_cast<unsigned char>(method[2])) != 0;
}

template <typename Names>
std::vector<std::string> strings(const Names& names) {
  return {names.begin(), names.end()};
}

std::uint64_t event_key(std::uint32_t contract, std::uint32_t method) {
  return (std::uint64_t{contract} << 32) | method;
}

// What is wrong with a part of an extension's OpenRPC document, seen from its method.
struct Place {
  std::string pointer, reason;
};
using Flaw = std::optional<Place>;

bool is_absent_or(bool (Json::Value::*kind)() const, const Json::Value& value) {
  return value.isNull() || (value.*kind)();
}

Flaw read_params(const Json::Value& params, Json::Value& schema, std::vector<std::string>& names) {
  if (!is_absent_or(&Json::Value::isArray, params)) return Place{"/params", "expected an array"};
  for (Json::ArrayIndex index = 0; index < params.size(); ++index) {
    const std::string pointer = "/params/" + std::to_string(index);
    const Json::Value& param = params[index];
    if (!param.isObject() || !param["name"].isString()) {
      return Place{pointer, "expected an object with a name and a schema"};
    }
    if (!is_absent_or(&Json::Value::isBool, param["required"])) {
      return Place{pointer + "/required", "expected true or false"};
    }
    if (!is_absent_or(&Json::Value::isObject, param["schema"])) {
      return Place{pointer + "/schema", "expected an object"};
    }
    names.push_back(param["name"].asString());
    schema["properties"][names.back()] =
        param["schema"].isNull() ? Json::Value(Json::objectValue) : param["schema"];
    if (param["required"].asBool()) schema["required"].append(names.back());
  }
  return {};
}

Flaw read_tags(const Json::Value& tags, MethodRecord& record) {
  if (!is_absent_or(&Json::Value::isArray, tags)) return Place{"/tags", "expected an array"};
  for (Json::ArrayIndex index = 0; index < tags.size(); ++index) {
    const std::string pointer = "/tags/" + std::to_string(index);
    if (!tags[index].isObject()) return Place{pointer, "expected an object"};
    for (const auto& [key, capabilities] :
         {std::pair{"x-uses", &record.uses}, {"x-manages", &record.manages}}) {
      const Json::Value& list = tags[index][key];
      if (list.isNull()) continue;
      if (Result<void> read = from_json(list, *capabilities); !read) {
        return Place{pointer + "/" + key, "expected an array of capabilities"};
      }
    }
  }
  return {};
}

Flaw flaw_of_components(const Json::Value& components) {
  if (!is_absent_or(&Json::Value::isObject, components)) {
    return Place{"/components", "expected an object"};
  }
  if (!components.isNull() && !is_absent_or(&Json::Value::isObject, components["schemas"])) {
    return Place{"/components/schemas", "expected an object"};
  }
  return {};
}

}  // namespace

MethodTable::MethodTable() {
  MethodRecord discover;
  discover.name = "rpc.discover";
  discover.destination = Destination::kDiscover;
  add(std::move(discover));
  MethodRecord lookup;
  lookup.name = "lookup.get";
  lookup.destination = Destination::kLookup;
  lookup.params = ParamsCheck(
      R"({"type":"object","properties":{"table":{"type":"string"},"keys":{"type":"array","items":{"type":"string"}}},"required":["table","keys"]})",
      {"table", "keys"});
  add(std::move(lookup));
}

MethodRecord& MethodTable::add(MethodRecord record) {
  record.ordinal = static_cast<std::uint32_t>(records_.size());
  records_.push_back(std::make_unique<MethodRecord>(std::move(record)));
  MethodRecord& added = *records_.back();
  by_name_.emplace(added.name, &added);
  if (added.kind == contracts::MethodKind::kEvent && added.contract != RIPPLE_NO_INDEX) {
    events_.emplace(event_key(added.contract, added.method), &added);
  }
  return added;
}

void MethodTable::add_contracts() {
  for (const contracts::ContractInfo& contract : contracts::registry()) {
    for (std::uint32_t index = 0; index < contract.methods.size(); ++index) {
      const contracts::MethodInfo& method = contract.methods[index];
      if (!method.for_apps) continue;
      MethodRecord record;
      record.name = with_lower_module(method.name);
      record.kind = method.kind;
      record.contract = static_cast<std::uint32_t>(contract.id);
      record.method = index;
      record.streams = method.is_streaming();
      record.uses = strings(method.uses);
      record.manages = strings(method.manages);
      if (!method.provides.empty()) record.provides = {std::string(method.provides)};
      record.rpcv2_field = method.rpcv2_field;
      record.timeout_ns = std::int64_t{method.timeout_ms} * 1'000'000;
      record.params = ParamsCheck(method.params_schema, strings(method.param_names));
      add(std::move(record));
    }
  }
}

Result<void> MethodTable::add_document(std::string_view openrpc, iec::ExtnIndex target) {
  const auto bad = [](const std::string& pointer, const std::string& reason) {
    return Error{ErrorCode::kStartFailed, "OpenRPC document of a JSON-RPC extension: #" + pointer +
                                              ": " + reason, {}};
  };
  const Result<Json::Value> document = parse_json(openrpc);
  if (!document) return bad("", document.error().message);
  if (!document->isObject() || !(*document)["methods"].isArray()) {
    return bad("/methods", "expected an array of methods");
  }
  if (const Flaw flaw = flaw_of_components((*document)["components"])) {
    return bad(flaw->pointer, flaw->reason);
  }
  const Json::Value& methods = (*document)["methods"];
  for (Json::ArrayIndex index = 0; index < methods.size(); ++index) {
    const std::string pointer = "/methods/" + std::to_string(index);
    const Json::Value& method = methods[index];
    if (!method.isObject() || !method["name"].isString() || method["name"].asString().empty()) {
      return bad(pointer + "/name", "expected the name of the method");
    }
    MethodRecord record;
    record.name = with_lower_module(method["name"].asString());
    if (by_name_.contains(record.name)) {
      return bad(pointer + "/name", "\"" + record.name + "\" is taken; choose another module name");
    }
    record.contract = static_cast<std::uint32_t>(RippleContract::kJsonRpsee);
    record.method = index;
    record.target = target;
    Json::Value schema(Json::objectValue);
    std::vector<std::string> names;
    schema["type"] = "object";
    Flaw flaw = read_params(method["params"], schema, names);
    if (!flaw) flaw = read_tags(method["tags"], record);
    if (flaw) return bad(pointer + flaw->pointer, flaw->reason);
    if (document->isMember("components")) schema["components"] = (*document)["components"];
    if (!names.empty()) {
      schemas_.push_back(std::make_unique<std::string>(print_json(schema)));
      record.params = ParamsCheck(*schemas_.back(), std::move(names));
    }
    add(std::move(record));
  }
  documents_.emplace_back(openrpc);
  return {};
}

void MethodTable::add_rules(const std::vector<std::string>& rules) {
  for (const std::string& rule : rules) {
    if (rule.ends_with(".*")) add_wildcard_rule(rule);
  }
  for (const std::string& rule : rules) {
    if (!rule.ends_with(".*")) add_rule(rule);
  }
}

void MethodTable::add_rule(const std::string& rule) {
  const auto known = std::ranges::find_if(
      records_, [&](const auto& record) { return equal_ignoring_case(record->name, rule); });
  if (known != records_.end()) {
    (*known)->rule = rule;
    (*known)->streams = false;
    return;
  }
  MethodRecord record;
  record.name = with_lower_module(rule);
  record.rule = rule;
  if (is_event_name(rule)) record.kind = contracts::MethodKind::kEvent;
  add(std::move(record));
}

void MethodTable::add_wildcard_rule(const std::string& rule) {
  const std::string module(module_of(with_lower_module(rule)));
  for (const auto& record : records_) {
    if (module_of(record->name) != module) continue;
    record->rule = record->name;
    record->streams = false;
  }
  MethodRecord record;
  record.name = module + ".*";
  record.rule = record.name;
  wildcards_[module] = &add(std::move(record));
}

Result<void> MethodTable::add_alias(const std::string& alias, const std::string& method) {
  const auto found = by_name_.find(with_lower_module(method));
  if (found == by_name_.end()) {
    return Error{ErrorCode::kBadManifest, "rpc_aliases: unknown method \"" + method +
                                              "\"; the nearest known is \"" + nearest(method) + "\"",
                 {}};
  }
  alias_names_.push_back(std::make_unique<std::string>(with_lower_module(alias)));
  if (!by_name_.emplace(*alias_names_.back(), found->second).second) {
    return Error{ErrorCode::kBadManifest,
                 "rpc_aliases: \"" + alias + "\" is the name of a method already", {}};
  }
  return {};
}

Result<void> MethodTable::add_override(const std::string& method, const std::string& other) {
  const MethodRecord* from = find(method);
  const MethodRecord* to = find(other);
  if (!from || !to) {
    const std::string& unknown = from ? other : method;
    return Error{ErrorCode::kBadManifest, "rpc_overrides: unknown method \"" + unknown +
                                              "\"; the nearest known is \"" + nearest(unknown) +
                                              "\"", {}};
  }
  overrides_[from] = to;
  return {};
}

const MethodRecord* MethodTable::find(std::string_view name) const {
  if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
  const std::string lower = with_lower_module(name);
  if (const auto found = by_name_.find(lower); found != by_name_.end()) return found->second;
  const auto wildcard = wildcards_.find(std::string(module_of(lower)));
  return wildcard == wildcards_.end() ? nullptr : wildcard->second;
}

const MethodRecord& MethodTable::carried_out_by(const MethodRecord& record) const {
  if (overrides_.empty()) return record;
  const auto found = overrides_.find(&record);
  return found == overrides_.end() ? record : *found->second;
}

const MethodRecord* MethodTable::find_event(std::uint32_t contract, std::uint32_t method) const {
  const auto found = events_.find(event_key(contract, method));
  return found == events_.end() ? nullptr : found->second;
}

std::string MethodTable::nearest(std::string_view name) const {
  std::vector<std::string_view> names;
  names.reserve(by_name_.size());
  for (const auto& [known, record] : by_name_) names.push_back(known);
  return std::string(nearest_name(with_lower_module(name), names));
}

std::string MethodTable::discover() const {
  Json::Value whole(Json::objectValue);
  whole["openrpc"] = "1.2.4";
  whole["info"]["title"] = "Ripple";
  whole["info"]["version"] = "1.0.0";
  whole["methods"] = Json::arrayValue;
  Json::Value& schemas = whole["components"]["schemas"] = Json::objectValue;
  const auto take = [&](std::string_view text) {
    const Result<Json::Value> document = parse_json(text);
    if (!document) return;
    for (const Json::Value& method : (*document)["methods"]) {
      if (find(method["name"].asString())) whole["methods"].append(method);
    }
    for (const std::string& name : (*document)["components"]["schemas"].getMemberNames()) {
      schemas[name] = (*document)["components"]["schemas"][name];
    }
  };
  for (const contracts::ContractInfo& contract : contracts::registry()) take(contract.document);
  for (const std::string& document : documents_) take(document);
  for (const auto& record : records_) {
    if (record->rule.empty() || record->is_wildcard() || record->contract != RIPPLE_NO_INDEX) continue;
    Json::Value method(Json::objectValue);
    method["name"] = record->name;
    method["summary"] = "Carried out by a rule of the distributor.";
    method["params"] = Json::arrayValue;
    method["result"]["name"] = "result";
    method["result"]["schema"] = Json::objectValue;
    whole["methods"].append(method);
  }
  return print_json(whole);
}

}  // namespace ripple::services
