#include "rules/rule.hpp"

#include <algorithm>
#include <utility>

#include "ripple/json.hpp"

namespace ripple::rules {
namespace {

Result<void> read_transform(const Json::Value& json, RuleTransform& out) {
  for (const auto& [name, text] : {std::pair{"request", &out.request},
                                   {"response", &out.response},
                                   {"event", &out.event},
                                   {"rpcv2_event", &out.rpcv2_event},
                                   {"event_decorator_method", &out.event_decorator_method}}) {
    if (auto read = read_member(json, name, *text); !read) return read;
  }
  return {};
}

/// Ripple has params as JSON text; an object is as good.
Result<void> read_call(const Json::Value& json, RuleCall& out) {
  if (auto read = read_member(json, "method", out.method); !read) return read;
  out.params = json["params"];
  if (!out.params.isString()) return {};
  auto params = parse_json(out.params.asString());
  if (!params) {
    return within(
        "params",
        Error{ErrorCode::kBadManifest, "#: expected JSON text: " + params.error().message, {}});
  }
  out.params = std::move(*params);
  return {};
}

Result<void> read_sources(const Json::Value& json, std::vector<RuleSource>& out) {
  if (!json.isArray()) return unexpected_json("array", json);
  for (Json::ArrayIndex i = 0; i < json.size(); ++i) {
    RuleSource source;
    std::optional<std::string> name;
    auto read = read_call(json[i], source.call);
    if (read) read = read_member(json[i], "namespace", name);
    if (!read) return within(std::to_string(i), read.error());
    source.name = name.value_or(source.call.method);
    if (!name) {
      std::ranges::replace_if(
          source.name, [](char c) { return c == '.' || c == ',' || c == ' '; }, '_');
    }
    out.push_back(std::move(source));
  }
  return {};
}

Result<void> read_members(const Json::Value& json, Rule& out) {
  if (auto read = read_member(json, "alias", out.alias); !read) return read;
  std::optional<std::string> endpoint;
  if (auto read = read_member(json, "endpoint", endpoint); !read) return read;
  if (endpoint) out.endpoint = *endpoint;
  if (auto read = read_member(json, "filter", out.filter); !read) return read;
  if (const Json::Value& transform = json["transform"]; !transform.isNull()) {
    if (auto read = read_transform(transform, out.transform); !read) {
      return within("transform", read.error());
    }
  }
  if (const Json::Value& handler = json["event_handler"]; !handler.isNull()) {
    if (auto read = read_call(handler, out.event_handler.emplace()); !read) {
      return within("event_handler", read.error());
    }
  }
  if (const Json::Value& sources = json["sources"]; !sources.isNull()) {
    if (auto read = read_sources(sources, out.sources); !read) {
      return within("sources", read.error());
    }
  }
  return {};
}

}  // namespace

Result<Rule> read_rule(std::string_view name, const Json::Value& json) {
  Rule rule;
  rule.name = name;
  Result<void> read = read_members(json, rule);
  if (read) return Result<Rule>(std::move(rule));
  return Error{ErrorCode::kBadManifest, read.error().message, {}};
}

}  // namespace ripple::rules
