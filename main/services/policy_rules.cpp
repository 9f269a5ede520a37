#include "main/services/policy_rules.hpp"

#include <algorithm>
#include <initializer_list>

#include "ripple/json.hpp"

namespace ripple::services {
namespace {

constexpr int kLongestConstantMs = 3'600'000;

Error bad(const std::string& pointer, const std::string& expected, const Json::Value& found) {
  return {ErrorCode::kInvalidParams,
          "policy configuration: " + pointer + ": expected " + expected + ", found " +
              (found.isNull() ? "nothing" : print_json(found)),
          {}};
}

Result<double> positive(const Json::Value& object, const std::string& pointer,
                        const std::string& key) {
  const Json::Value& value = object[key];
  if (!value.isNumeric() || value.asDouble() <= 0) {
    return bad(pointer + "/" + key, "a number above 0", value);
  }
  return value.asDouble();
}

Result<std::size_t> size(const Json::Value& value, const std::string& pointer, std::size_t least) {
  if (!value.isUInt64() || value.asUInt64() < least) {
    return bad(pointer, "an integer from " + std::to_string(least), value);
  }
  return static_cast<std::size_t>(value.asUInt64());
}

Result<void> only_keys(const Json::Value& object, const std::string& pointer,
                       std::initializer_list<std::string_view> known) {
  if (!object.isObject()) return bad(pointer, "an object", object);
  std::string names;
  for (const std::string_view name : known) names += (names.empty() ? "" : ", ") + std::string(name);
  for (const std::string& key : object.getMemberNames()) {
    if (std::ranges::find(known, key) == known.end()) {
      return Error{ErrorCode::kInvalidParams,
                   "policy configuration: " + pointer + ": expected " + names + ", found \"" + key +
                       "\"", {}};
    }
  }
  return {};
}

Result<Rate> parse_rate(const Json::Value& object, const std::string& pointer) {
  if (Result<void> keys = only_keys(object, pointer, {"requests_per_second", "burst"}); !keys) {
    return keys.error();
  }
  const Result<double> per_second = positive(object, pointer, "requests_per_second");
  if (!per_second) return per_second.error();
  // A bucket that never holds one token would let nothing pass, ever.
  const Json::Value& burst = object["burst"];
  if (burst.isNull()) return Rate{*per_second, std::max(*per_second, 1.0)};
  if (!burst.isNumeric() || burst.asDouble() < 1) {
    return bad(pointer + "/burst", "a number from 1", burst);
  }
  return Rate{*per_second, burst.asDouble()};
}

Result<ConstantAnswer> parse_constant(const Json::Value& object, const std::string& pointer) {
  if (Result<void> keys = only_keys(object, pointer, {"answer_bytes", "answer_ms"}); !keys) {
    return keys.error();
  }
  ConstantAnswer constant;
  if (object.isMember("answer_bytes")) {
    const auto bytes = size(object["answer_bytes"], pointer + "/answer_bytes", kLeastConstantBytes);
    if (!bytes) return bytes.error();
    constant.bytes = *bytes;
  }
  if (object.isMember("answer_ms")) {
    const Result<double> milliseconds = positive(object, pointer, "answer_ms");
    if (!milliseconds) return milliseconds.error();
    if (*milliseconds > kLongestConstantMs) {
      return bad(pointer + "/answer_ms", "at most " + std::to_string(kLongestConstantMs),
                 object["answer_ms"]);
    }
    constant.nanoseconds = static_cast<std::int64_t>(*milliseconds * 1e6);
  }
  return constant;
}

}  // namespace

Result<PolicyRules> PolicyRules::parse(const Json::Value& configuration,
                                       const MethodTable& table) {
  if (Result<void> keys = only_keys(configuration, "",
                                    {"rate", "apps", "request_bytes", "answer_bytes", "methods"});
      !keys) {
    return keys.error();
  }
  PolicyRules rules;
  if (configuration.isMember("rate")) {
    const Result<Rate> rate = parse_rate(configuration["rate"], "/rate");
    if (!rate) return rate.error();
    rules.rate = *rate;
  }
  if (configuration.isMember("apps")) {
    const Json::Value& apps = configuration["apps"];
    if (!apps.isObject()) return bad("/apps", "an object", apps);
    for (const std::string& app : apps.getMemberNames()) {
      const Result<Rate> rate = parse_rate(apps[app], "/apps/" + app);
      if (!rate) return rate.error();
      rules.apps[app] = *rate;
    }
  }
  for (const auto& [key, target] :
       {std::pair{"request_bytes", &rules.request_bytes}, {"answer_bytes", &rules.answer_bytes}}) {
    if (!configuration.isMember(key)) continue;
    const auto bytes = size(configuration[key], std::string("/") + key, 1);
    if (!bytes) return bytes.error();
    *target = *bytes;
  }
  if (configuration.isMember("methods")) {
    const Json::Value& methods = configuration["methods"];
    if (!methods.isObject()) return bad("/methods", "an object", methods);
    for (const std::string& name : methods.getMemberNames()) {
      const MethodRecord* record = table.find(name);
      if (!record) {
        return Error{ErrorCode::kInvalidParams,
                     "policy configuration: /methods: unknown method \"" + name +
                         "\"; the nearest known is \"" + table.nearest(name) + "\"", {}};
      }
      const Result<ConstantAnswer> constant = parse_constant(methods[name], "/methods/" + name);
      if (!constant) return constant.error();
      rules.methods[record] = *constant;
    }
  }
  return rules;
}

const Rate* PolicyRules::rate_of(std::string_view app_id) const {
  if (!apps.empty()) {
    if (const auto found = apps.find(app_id); found != apps.end()) return &found->second;
  }
  return rate ? &*rate : nullptr;
}

const ConstantAnswer* PolicyRules::constant_answer_of(const MethodRecord* record) const {
  if (methods.empty()) return nullptr;
  const auto found = methods.find(record);
  return found == methods.end() ? nullptr : &found->second;
}

}  // namespace ripple::services
