#include "main/manifest/rule_set.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

#include "main/manifest/field.hpp"
#include "main/manifest/json_document.hpp"
#include "main/manifest/method_name.hpp"
#include "main/manifest/object_reader.hpp"
#include "main/manifest/suggestion.hpp"

namespace ripple::manifest {
namespace {

bool is_method_name(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot != std::string_view::npos && dot != 0 && dot + 1 != name.size();
}

void check_transform(const Field& field) {
  ObjectReader transform(field, UnknownKeys::kWarn);
  for (const char* key :
       {"request", "response", "event", "rpcv2_event", "event_decorator_method"}) {
    transform[key].text();
  }
}

void check_event_handler(const Field& field) {
  if (!field.present()) return;
  ObjectReader handler(field, UnknownKeys::kWarn);
  handler["method"].require("\"method\": the method that makes the event's value").text();
  handler["params"].text();
}

void check_source(const Field& field) {
  ObjectReader source(field, UnknownKeys::kWarn);
  source["namespace"].text();
  source["method"].require("\"method\": the method to call").text();
  source["params"].text();
}

/// Collects the files into one set; what is overridden was checked all the same.
class RuleSetReader {
 public:
  explicit RuleSetReader(Findings& findings) : findings_(findings) {
    for (const char* part : {"endpoints", "rules", "functions"}) {
      set_.document[part] = Json::objectValue;
    }
    set_.document["endpoints"]["thunder"]["protocol"] = "thunder";
  }

  void read(const std::filesystem::path& file) {
    const auto document = open(file);
    if (!document) return;
    ObjectReader root(Field(*document, findings_), UnknownKeys::kWarn);
    for (const Field& import : root["imports"].items()) read_functions(import.path());
    for (const auto& [key, endpoint] : root["endpoints"].members()) read_endpoint(key, endpoint);
    for (const auto& [name, rule] : root["rules"].require("\"rules\": {METHOD: RULE}").members()) {
      read_rule(name, rule);
    }
  }

  RuleSet finish() {
    const Json::Value& endpoints = set_.document["endpoints"];
    const std::vector<std::string> names = endpoints.getMemberNames();
    const std::vector<std::string_view> known(names.begin(), names.end());
    for (const auto& [rule, story] : endpoint_stories_) {
      const std::string key = set_.document["rules"][rule]["endpoint"].asString();
      if (!endpoints.isMember(key)) fail(story + suggestion_or_all(key, known));
    }
    return std::move(set_);
  }

 private:
  Result<JsonDocument> open(const std::filesystem::path& file) {
    auto document = JsonDocument::read(file);
    if (!document) fail(document.error().message);
    return document;
  }

  void fail(std::string message) {
    if (!findings_.error) findings_.error = Error{ErrorCode::kBadManifest, std::move(message), {}};
  }

  void read_functions(const std::filesystem::path& file) {
    const auto document = open(file);
    if (!document) return;
    ObjectReader root(Field(*document, findings_), UnknownKeys::kWarn);
    for (const auto& [name, function] : root["functions"].members()) {
      ObjectReader reader(function, UnknownKeys::kWarn);
      reader["params"].texts();
      reader["body"].require("\"body\": a jq program").text();
      set_.document["functions"][name] = function.object();
    }
  }

  void read_endpoint(const std::string& key, const Field& field) {
    ObjectReader endpoint(field, UnknownKeys::kWarn);
    const std::string protocol =
        endpoint["protocol"]
            .require("\"protocol\": how the endpoint is spoken to")
            .word({"thunder", "websocket", "http", "workflow", "extn"}, "thunder");
    const Field url = endpoint["url"];
    url.text();
    endpoint["jsonrpc"].flag(false);
    if (protocol == "websocket" || protocol == "http") {
      url.require("\"url\": where the " + protocol + " server listens");
    }
    set_.document["endpoints"][key] = field.object();
  }

  void read_rule(const std::string& written, const Field& field) {
    if (!is_method_name(written)) {
      field.fail("\"" + written + "\": expected a method, as \"device.name\", or \"module.*\"");
      return;
    }
    ObjectReader rule(field, UnknownKeys::kWarn);
    const std::string alias =
        rule["alias"].require("\"alias\": what carries the method out").text();
    check_transform(rule["transform"]);
    rule["filter"].text();
    check_event_handler(rule["event_handler"]);
    for (const Field& source : rule["sources"].items()) check_source(source);
    const Field endpoint = rule["endpoint"];
    const std::string name = with_lower_module(written);
    Json::Value& merged = set_.document["rules"][name] = field.object();
    merged["endpoint"] = endpoint.text("thunder");
    endpoint_stories_[name] = endpoint.story("expected an endpoint of the rules files, found \"" +
                                             merged["endpoint"].asString() + '"');
    set_.rules[name] = {field.document().place(field.value()), alias == "provided"};
  }

  Findings& findings_;
  RuleSet set_;
  std::map<std::string, std::string> endpoint_stories_;
};

}  // namespace

void RuleSet::send_thunder_to(const std::string& url) {
  Json::Value& endpoints = document["endpoints"];
  for (const std::string& name : endpoints.getMemberNames()) {
    if (endpoints[name]["protocol"] == "thunder") endpoints[name]["url"] = url;
  }
}

RuleSet read_rules(const std::vector<std::filesystem::path>& files, Findings& findings) {
  if (files.empty()) return {};
  RuleSetReader reader(findings);
  for (const std::filesystem::path& file : files) reader.read(file);
  return reader.finish();
}

}  // namespace ripple::manifest
