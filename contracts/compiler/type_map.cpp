#include "type_map.hpp"

#include <algorithm>
#include <optional>

#include "json_file.hpp"
#include "naming.hpp"
#include "schema.hpp"

namespace ripple::compiler {
namespace {

constexpr const char* kAny = "Json::Value";

std::string optional_of(const std::string& type) {
  return type == kAny || type.starts_with("std::optional<") ? type : "std::optional<" + type + ">";
}

bool is_null_schema(const Json::Value& schema) {
  return schema["type"].asString() == "null" ||
         (schema.isMember("const") && schema["const"].isNull());
}

std::string scalar(const std::string& type) {
  if (type == "string") return "std::string";
  if (type == "integer") return "std::int64_t";
  if (type == "number") return "double";
  if (type == "boolean") return "bool";
  if (type == "null") return "std::nullptr_t";
  return kAny;
}

/// A `type` list is "X or null", or too much for C++.
struct TypeWord {
  std::string word;  // empty when there is none, or several besides null
  bool nullable = false;
};

TypeWord type_word(const Json::Value& schema) {
  const Json::Value& type = schema["type"];
  if (type.isString()) return {type.asString(), false};
  TypeWord result;
  std::size_t words = 0;
  for (const Json::Value& item : type) {
    if (item.asString() == "null") {
      result.nullable = true;
    } else {
      result.word = item.asString();
      ++words;
    }
  }
  if (words != 1) result.word.clear();
  return result;
}

bool has_texts(const Json::Value& values) {
  return values.isArray() && std::all_of(values.begin(), values.end(), [](const auto& value) {
           return value.isString() || value.isNull();
         });
}

std::string const_type(const Json::Value& value) {
  if (value.isString()) return "std::string";
  if (value.isNull()) return "std::nullptr_t";
  if (value.isBool()) return "bool";
  if (value.isInt64()) return "std::int64_t";
  return value.isDouble() ? "double" : kAny;
}

/// One type that holds both, or empty.
std::string common_type(const std::string& one, const std::string& other) {
  if (one == other) return one;
  const auto numeric = [](const std::string& type) {
    return type == "double" || type == "std::int64_t";
  };
  return numeric(one) && numeric(other) ? "double" : "";
}

}  // namespace

TypeMap::TypeMap(const Document& document, Diagnostics& diagnostics)
    : document_(document), diagnostics_(diagnostics) {
  claims_ = {{document.type, "#/info/x-type"}};
  for (const char* name : {"Invocation", "Contract", "Result", "Payload"}) {
    claims_.emplace(name, "what every contract defines");
  }
}

void TypeMap::claim(const std::string& name, const std::string& pointer) {
  const auto [other, added] = claims_.emplace(name, pointer);
  if (added) return;
  diagnostics_.add(document_.file, pointer, "a C++ name of its own (set x-type)",
                   "\"" + name + "\", which " + other->second + " has");
}

std::string TypeMap::type_of(const Json::Value& schema, const std::string& pointer,
                             const std::string& suggestion) {
  if (schema.isMember("$ref")) {
    return referenced(std::string(component_name(schema["$ref"].asString())), pointer);
  }
  for (const char* keyword : {"oneOf", "anyOf"}) {
    if (schema.isMember(keyword)) {
      return union_type(schema[keyword], pointer + "/" + keyword, suggestion);
    }
  }
  if (schema.isMember("allOf")) {
    const Json::Value& parts = schema["allOf"];
    return parts.size() == 1 ? type_of(parts[0], pointer + "/allOf/0", suggestion) : kAny;
  }
  if (schema.isMember("const")) return const_type(schema["const"]);
  if (has_texts(schema["enum"])) return enum_type(schema, pointer, suggestion);
  const TypeWord type = type_word(schema);
  std::string name;
  if (type.word == "object") {
    name = object_type(schema, pointer, suggestion);
  } else if (type.word == "array") {
    name = array_type(schema, pointer, suggestion);
  } else {
    name = scalar(type.word);
  }
  return type.nullable ? optional_of(name) : name;
}

std::string TypeMap::referenced(const std::string& component, const std::string& pointer) {
  if (const auto known = components_.find(component); known != components_.end()) {
    return known->second;
  }
  if (!document_.components().isMember(component)) return kAny;
  if (!in_progress_.insert(component).second) {
    diagnostics_.add(document_.file, pointer, "a schema that does not contain itself",
                     "\"" + component + "\" inside itself");
    return kAny;
  }
  std::string type =
      type_of(document_.components()[component], "#/components/schemas/" + component, component);
  in_progress_.erase(component);
  components_[component] = type;
  return type;
}

std::string TypeMap::object_type(const Json::Value& schema, const std::string& pointer,
                                 const std::string& suggestion) {
  const Json::Value& properties = schema["properties"];
  const bool open =
      schema.isMember("patternProperties") || schema["additionalProperties"].isObject();
  if (properties.empty() || open) return kAny;
  Definition definition;
  definition.name = suggestion;
  definition.description = schema["description"].asString();
  std::set<std::string> required;
  for (const Json::Value& name : schema["required"]) required.insert(name.asString());
  std::set<std::string> taken;
  for (const std::string& name : properties.getMemberNames()) {
    definition.fields.push_back(field(name, properties[name], required.contains(name),
                                      pointer + "/properties/" + name, suggestion, taken));
  }
  claim(suggestion, pointer);
  definitions_.push_back(std::move(definition));
  return suggestion;
}

Field TypeMap::field(const std::string& json_name, const Json::Value& schema, bool required,
                     const std::string& pointer, const std::string& owner,
                     std::set<std::string>& taken) {
  Field result;
  result.json_name = json_name;
  result.name = snake_case(json_name);
  result.required = required;
  result.description = schema["description"].asString();
  result.type = type_of(schema, pointer, owner + pascal_case(json_name));
  if (!taken.insert(result.name).second) {
    diagnostics_.add(document_.file, pointer, "a name that differs from its neighbours' in C++",
                     "\"" + result.name + "\" again");
  }
  return result;
}

std::string TypeMap::enum_type(const Json::Value& schema, const std::string& pointer,
                               const std::string& suggestion) {
  Definition definition;
  definition.kind = Definition::Kind::kEnum;
  definition.name = suggestion;
  definition.description = schema["description"].asString();
  bool nullable = type_word(schema).nullable;
  std::set<std::string> taken;
  for (const Json::Value& value : schema["enum"]) {
    if (value.isNull()) {
      nullable = true;
      continue;
    }
    Enumerator enumerator{value.asString(), constant_name(value.asString())};
    if (!taken.insert(enumerator.name).second) {
      diagnostics_.add(document_.file, pointer + "/enum", "values that differ in C++",
                       "\"" + enumerator.name + "\" twice");
    }
    definition.enumerators.push_back(std::move(enumerator));
  }
  claim(suggestion, pointer);
  definitions_.push_back(std::move(definition));
  return nullable ? optional_of(suggestion) : suggestion;
}

std::string TypeMap::union_type(const Json::Value& alternatives, const std::string& pointer,
                                const std::string& suggestion) {
  bool nullable = false;
  Json::ArrayIndex only = 0;
  std::size_t others = 0;
  std::optional<std::string> common;
  for (Json::ArrayIndex i = 0; i < alternatives.size(); ++i) {
    if (is_null_schema(alternatives[i])) {
      nullable = true;
      continue;
    }
    only = i;
    ++others;
    const std::string type = plain_type(alternatives[i]);
    common = common ? common_type(*common, type) : type;
  }
  std::string type = common.value_or("std::nullptr_t");
  if (others == 1)
    type = type_of(alternatives[only], pointer + "/" + std::to_string(only), suggestion);
  if (type.empty()) return kAny;
  return nullable && others > 0 ? optional_of(type) : type;
}

std::string TypeMap::array_type(const Json::Value& schema, const std::string& pointer,
                                const std::string& suggestion) {
  const Json::Value& items = schema["items"];
  if (items.isObject()) {
    return "std::vector<" + type_of(items, pointer + "/items", suggestion + "Item") + ">";
  }
  const std::string type = plain_type(schema);
  return type.empty() ? "std::vector<Json::Value>" : type;
}

std::string TypeMap::plain_type(const Json::Value& schema, int depth) const {
  constexpr int kDeepest = 16;  // A schema may refer to itself.
  if (depth > kDeepest) return {};
  if (schema.isMember("$ref")) {
    const std::string name(component_name(schema["$ref"].asString()));
    const Json::Value& component = document_.components()[name];
    const bool nested = component.isMember("oneOf") || component.isMember("anyOf");
    return nested ? "" : plain_type(component, depth + 1);
  }
  if (schema.isMember("const")) return const_type(schema["const"]);
  const TypeWord type = type_word(schema);
  if (type.nullable || type.word.empty() || type.word == "object") return {};
  if (type.word != "array") return scalar(type.word);
  const Json::Value& items = schema["items"];
  if (items.isObject()) {
    const std::string item = plain_type(items, depth + 1);
    return item.empty() ? "" : "std::vector<" + item + ">";
  }
  std::optional<std::string> common;
  for (const Json::Value& item : items) {
    const std::string each = plain_type(item, depth + 1);
    common = common ? common_type(*common, each) : each;
  }
  return !common || common->empty() ? "" : "std::vector<" + *common + ">";
}

}  // namespace ripple::compiler
