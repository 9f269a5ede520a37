#include "document.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "json_file.hpp"
#include "member_reader.hpp"
#include "naming.hpp"
#include "schema.hpp"

namespace ripple::compiler {
namespace {

bool matches(const std::string& text, const char* pattern) {
  return std::regex_match(text, std::regex(pattern));
}

constexpr const char* kContractPattern = "[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)?";
constexpr const char* kMethodPattern = "[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*\\.[a-z][A-Za-z0-9]*";
constexpr const char* kTypePattern = "[A-Z][A-Za-z0-9]*";
constexpr const char* kVersionPattern = "(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)";
constexpr const char* kCapabilityPattern = "xrn:firebolt:capability:[a-z0-9-]+(:[a-z0-9-]+)?";

/// The tags a method may carry besides `event` and `capabilities`, which the compiler acts on.
const std::set<std::string>& descriptive_tags() {
  static const std::set<std::string> tags = {"calls-metrics",
                                             "deprecated",
                                             "exclude-from-sdk",
                                             "polymorphic-pull",
                                             "polymorphic-pull-event",
                                             "polymorphic-reducer",
                                             "property",
                                             "property:immutable",
                                             "property:readonly",
                                             "rpc-only",
                                             "setter",
                                             "subscriber",
                                             "synchronous"};
  return tags;
}

bool is_event_name(const std::string& method) {
  const std::string_view last = last_segment(method);
  return last.size() > 2 && last.starts_with("on") && last[2] >= 'A' && last[2] <= 'Z';
}

/// "device.onNameChanged" carries its value as "name", any other event as "value".
std::string default_rpcv2_field(const std::string& method) {
  std::string_view last = last_segment(method);
  constexpr std::string_view kSuffix = "Changed";
  if (!last.ends_with(kSuffix) || last.size() <= 2 + kSuffix.size()) return "value";
  last.remove_prefix(2);
  last.remove_suffix(kSuffix.size());
  std::string field(last);
  field[0] = static_cast<char>(field[0] - 'A' + 'a');
  return field;
}

class DocumentReader {
 public:
  DocumentReader(Document& document, Diagnostics& diagnostics)
      : document_(document), diagnostics_(diagnostics) {}

  void read(const std::string& file_name) {
    MemberReader top = reader(document_.root, "#");
    top.only({"openrpc", "info", "methods", "components"});
    const std::string openrpc = top.required_text("openrpc");
    if (!openrpc.empty() && openrpc != "1.2.4") {
      top.report("openrpc", "\"1.2.4\"", &document_.root["openrpc"]);
    }
    read_info(top.required_object("info"), file_name);
    read_components();
    const Json::Value& methods = top.required_list("methods");
    for (Json::ArrayIndex i = 0; i < methods.size(); ++i) {
      read_method(methods[i], "#/methods/" + std::to_string(i));
    }
    check_every_schema_is_used();
  }

 private:
  MemberReader reader(const Json::Value& object, const std::string& pointer) {
    return {object, document_.file, pointer, diagnostics_};
  }

  void expect_match(MemberReader& members, const char* name, const std::string& text,
                    const char* pattern, std::string_view expected) {
    if (text.empty() || matches(text, pattern)) return;
    const Json::Value value(text);
    members.report(name, expected, &value);
  }

  void read_info(const Json::Value& info, const std::string& file_name) {
    if (!info.isObject()) return;
    MemberReader members = reader(info, "#/info");
    members.only({"title", "version", "description", "x-type", "x-mandated", "x-plural"});
    document_.name = members.required_text("title");
    expect_match(members, "title", document_.name, kContractPattern,
                 "a contract (\"device_info\", \"local.storage\")");
    if (!document_.name.empty() && document_.name + ".json" != file_name) {
      members.report("title", "the name of the file without .json", &info["title"]);
    }
    document_.version = members.required_text("version");
    expect_match(members, "version", document_.version, kVersionPattern,
                 "a version \"major.minor.patch\"");
    document_.type = members.required_text("x-type");
    expect_match(members, "x-type", document_.type, kTypePattern, "a C++ type in PascalCase");
    document_.description = members.required_text("description");
    document_.mandated = members.flag("x-mandated", false);
    document_.plural = members.flag("x-plural", false);
  }

  void read_components() {
    if (!document_.root.isObject() || !document_.root.isMember("components")) return;
    MemberReader members = reader(document_.root["components"], "#/components");
    members.only({"schemas"});
    const Json::Value& schemas = members.required_object("schemas");
    if (!schemas.isObject()) return;
    for (const std::string& name : schemas.getMemberNames()) {
      const std::string pointer = "#/components/schemas/" + pointer_token(name);
      if (!matches(name, kTypePattern)) {
        diagnostics_.add(document_.file, pointer, "a name in PascalCase", in_quotes(name));
      }
      check(schemas[name], pointer);
    }
  }

  void check(const Json::Value& schema, const std::string& pointer) {
    check_schema(schema, document_.components(), document_.file, pointer, diagnostics_);
  }

  void read_method(const Json::Value& value, const std::string& pointer) {
    MemberReader members = reader(value, pointer);
    if (!members.usable()) return;
    members.only({"name", "summary", "description", "tags", "params", "result", "x-type",
                  "x-audience", "x-timeout-ms", "x-items", "x-result-stream"});
    Method method;
    method.pointer = pointer;
    method.name = members.required_text("name");
    expect_match(members, "name", method.name, kMethodPattern,
                 "a method (\"device.setName\": module in lower case, then camelCase)");
    method.type = pascal_case(last_segment(method.name));
    if (members.has("x-type")) {
      method.type = members.required_text("x-type");
      expect_match(members, "x-type", method.type, kTypePattern, "a C++ type in PascalCase");
    }
    method.summary = members.required_text("summary");
    method.timeout_ms = members.count("x-timeout-ms");
    const std::string audience = members.optional_text("x-audience");
    if (!audience.empty() && audience != "app" && audience != "extensions") {
      members.report("x-audience", "\"app\" or \"extensions\"", &value["x-audience"]);
    }
    method.for_apps = audience != "extensions";
    read_tags(members, method);
    read_params(members, method);
    read_result(members, method);
    read_streams(members, method);
    document_.methods.push_back(std::move(method));
  }

  void read_tags(MemberReader& method_members, Method& method) {
    const Json::Value& tags = method_members.optional_list("tags");
    bool has_capabilities = false;
    for (Json::ArrayIndex i = 0; i < tags.size(); ++i) {
      MemberReader tag = reader(tags[i], method.pointer + "/tags/" + std::to_string(i));
      const std::string name = tag.required_text("name");
      if (name == "event") {
        tag.only({"name", "x-rpcv2-field", "x-alternative"});
        method.event = true;
        method.rpcv2_field = tag.optional_text("x-rpcv2-field");
        if (method.rpcv2_field.empty()) method.rpcv2_field = default_rpcv2_field(method.name);
      } else if (name == "capabilities") {
        has_capabilities = true;
        read_capabilities(tag, method);
      } else if (!name.empty() && !descriptive_tags().contains(name)) {
        tag.report("name", "a known tag (event, capabilities, property, setter, ...)",
                   &tags[i]["name"]);
      }
    }
    if (method.for_apps && !has_capabilities) {
      method_members.report("tags", "a tag \"capabilities\", which apps are judged by",
                            tags.isNull() ? nullptr : &tags);
    }
    if (!method.name.empty() && method.event != is_event_name(method.name)) {
      const Json::Value value(method.name);
      method_members.report(
          "name", method.event ? "an event's name (onNameChanged)" : "a tag \"event\" beside it",
          &value);
    }
  }

  void read_capabilities(MemberReader& tag, Method& method) {
    tag.only({"name", "x-uses", "x-manages", "x-provides", "x-provided-by", "x-response-for",
              "x-error-for", "x-allow-focus", "x-allow-focus-for"});
    method.uses = tag.texts("x-uses");
    method.manages = tag.texts("x-manages");
    method.provides = tag.optional_text("x-provides");
    for (const auto& [member, names] :
         {std::pair{"x-uses", method.uses}, {"x-manages", method.manages}}) {
      for (const std::string& name : names) {
        expect_match(tag, member, name, kCapabilityPattern, "capabilities (\"xrn:firebolt:...\")");
      }
    }
    expect_match(tag, "x-provides", method.provides, kCapabilityPattern,
                 "a capability (\"xrn:firebolt:...\")");
  }

  void read_params(MemberReader& method_members, Method& method) {
    const Json::Value& params = method_members.required_list("params");
    std::set<std::string> names;
    bool optional_seen = false;
    for (Json::ArrayIndex i = 0; i < params.size(); ++i) {
      const std::string pointer = method.pointer + "/params/" + std::to_string(i);
      MemberReader param = reader(params[i], pointer);
      param.only({"name", "summary", "required", "schema"});
      Parameter parameter{param.required_text("name"), param.flag("required", false),
                          param.required_object("schema")};
      if (parameter.schema.isObject()) check(parameter.schema, pointer + "/schema");
      if (!parameter.name.empty() && !names.insert(parameter.name).second) {
        param.report("name", "a parameter of its own name", &params[i]["name"]);
      }
      if (method.event && parameter.name == "listen") {
        param.report("name", "only the context of the event, because listen is implied",
                     &params[i]["name"]);
      }
      if (parameter.required && optional_seen) {
        param.report("required", "required parameters before optional ones",
                     &params[i]["required"]);
      }
      optional_seen = optional_seen || !parameter.required;
      method.params.push_back(std::move(parameter));
    }
  }

  void read_result(MemberReader& method_members, Method& method) {
    method.result_schema =
        read_named_schema(method_members.required_object("result"), method.pointer + "/result");
  }

  /// The schema of {"name", "summary", "schema"}, checked; null when `value` is no object.
  Json::Value read_named_schema(const Json::Value& value, const std::string& pointer) {
    if (!value.isObject()) return {};
    MemberReader members = reader(value, pointer);
    members.only({"name", "summary", "schema"});
    members.required_text("name");
    Json::Value schema = members.required_object("schema");
    if (schema.isObject()) check(schema, pointer + "/schema");
    return schema;
  }

  void read_streams(MemberReader& method_members, Method& method) {
    method.result_stream = method_members.flag("x-result-stream", false);
    method.item_schema =
        read_named_schema(method_members.optional_object("x-items"), method.pointer + "/x-items");
    const bool streams = method.result_stream || method.item_schema.isObject();
    for (std::size_t i = 0; streams && i < method.params.size(); ++i) {
      const std::string& name = method.params[i].name;
      if (name != "stream" && name != "listen") continue;
      diagnostics_.add(document_.file, method.pointer + "/params/" + std::to_string(i) + "/name",
                       "another name, because the gateway gives \"stream\" and \"listen\" a meaning",
                       "\"" + name + "\"");
    }
    if (method.event && method.result_stream) {
      method_members.report("x-result-stream", "a call, because an event comes many times anyway",
                            nullptr);
    }
    if (method.event && method.item_schema.isObject()) {
      method_members.report("x-items", "a call, because nobody sends anything to an event", nullptr);
    }
  }

  void check_every_schema_is_used() {
    std::set<std::string> reached;
    const std::function<void(const std::string&)> reach = [&](const std::string& name) {
      if (!reached.insert(name).second) return;
      for_each_reference(document_.components()[name], reach);
    };
    for (const Method& method : document_.methods) {
      for (const Parameter& param : method.params) for_each_reference(param.schema, reach);
      for_each_reference(method.result_schema, reach);
      for_each_reference(method.item_schema, reach);
    }
    for (const std::string& name : document_.components().getMemberNames()) {
      if (reached.contains(name)) continue;
      diagnostics_.add(document_.file, "#/components/schemas/" + pointer_token(name),
                       "a schema that a method refers to", "one that none does");
    }
  }

  Document& document_;
  Diagnostics& diagnostics_;
};

}  // namespace

const Json::Value& Document::components() const {
  static const Json::Value none(Json::objectValue);
  if (!root.isObject() || !root["components"].isObject()) return none;
  const Json::Value& schemas = root["components"]["schemas"];
  return schemas.isObject() ? schemas : none;
}

std::string Document::file_stem() const {
  std::string stem = name;
  std::ranges::replace(stem, '.', '_');
  return stem;
}

std::optional<Document> load_document(const std::filesystem::path& path, Diagnostics& diagnostics) {
  std::optional<Json::Value> root = read_json_file(path, diagnostics);
  if (!root) return std::nullopt;
  Document document;
  document.file = path.generic_string();
  document.root = std::move(*root);
  DocumentReader(document, diagnostics).read(path.filename().string());
  return document;
}

void check_together(const std::vector<Document>& documents, Diagnostics& diagnostics) {
  std::map<std::string, std::string> types;
  std::map<std::string, std::string> methods;
  for (const Document& document : documents) {
    if (document.type.empty()) continue;
    const auto [other, added] = types.emplace(document.type, document.file);
    if (!added) {
      diagnostics.add(document.file, "#/info/x-type", "a C++ type of its own",
                      "\"" + document.type + "\", which " + other->second + " has");
    }
    for (const Method& method : document.methods) {
      const std::string place = document.file + " " + method.pointer;
      const auto [first, unique] = methods.emplace(method.name, place);
      if (unique || method.name.empty()) continue;
      diagnostics.add(document.file, method.pointer + "/name", "a method of its own name",
                      "\"" + method.name + "\", which is also at " + first->second);
    }
  }
}

std::vector<Alias> load_aliases(const std::filesystem::path& path,
                                const std::vector<Document>& documents, Diagnostics& diagnostics) {
  std::vector<Alias> aliases;
  const std::optional<Json::Value> root = read_json_file(path, diagnostics);
  if (!root) return aliases;
  const std::string file = path.generic_string();
  const MemberReader members(*root, file, "#", diagnostics);
  if (!members.usable()) return aliases;
  std::set<std::string> contracts;
  for (const Document& document : documents) contracts.insert(document.name);
  for (const std::string& older : root->getMemberNames()) {
    const Json::Value& canonical = (*root)[older];
    if (!canonical.isString() || !contracts.contains(canonical.asString())) {
      diagnostics.add(file, members.at(older), "the name of a contract", found(&canonical));
    } else if (contracts.contains(older)) {
      diagnostics.add(file, members.at(older), "a spelling that is not a contract itself",
                      in_quotes(older));
    } else {
      aliases.push_back({older, canonical.asString()});
    }
  }
  return aliases;
}

}  // namespace ripple::compiler
