#include "schema.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <set>

#include "json_file.hpp"

namespace ripple::compiler {
namespace {

constexpr std::string_view kComponents = "#/components/schemas/";

/// What the value of a keyword holds.
enum class Holds {
  kSchema,
  kSchemaOrBool,
  kSchemaOrList,
  kSchemaList,
  kSchemaMap,
  kNumber,
  kCount,
  kBool,
  kText,
  kPattern,
  kTypes,
  kNames,
  kValues,
  kValue,
  kReference,
  kAnnotation
};

const std::map<std::string_view, Holds>& keywords() {
  static const std::map<std::string_view, Holds> table = {
      {"$ref", Holds::kReference},
      {"type", Holds::kTypes},
      {"enum", Holds::kValues},
      {"const", Holds::kValue},
      {"properties", Holds::kSchemaMap},
      {"patternProperties", Holds::kSchemaMap},
      {"additionalProperties", Holds::kSchemaOrBool},
      {"propertyNames", Holds::kSchema},
      {"required", Holds::kNames},
      {"minProperties", Holds::kCount},
      {"maxProperties", Holds::kCount},
      {"items", Holds::kSchemaOrList},
      {"additionalItems", Holds::kSchemaOrBool},
      {"minItems", Holds::kCount},
      {"maxItems", Holds::kCount},
      {"uniqueItems", Holds::kBool},
      {"minLength", Holds::kCount},
      {"maxLength", Holds::kCount},
      {"pattern", Holds::kPattern},
      {"format", Holds::kText},
      {"minimum", Holds::kNumber},
      {"maximum", Holds::kNumber},
      {"exclusiveMinimum", Holds::kNumber},
      {"exclusiveMaximum", Holds::kNumber},
      {"multipleOf", Holds::kNumber},
      {"oneOf", Holds::kSchemaList},
      {"anyOf", Holds::kSchemaList},
      {"allOf", Holds::kSchemaList},
      {"not", Holds::kSchema},
      {"if", Holds::kSchema},
      {"then", Holds::kSchema},
      {"else", Holds::kSchema},
      {"default", Holds::kAnnotation},
      {"title", Holds::kAnnotation},
      {"description", Holds::kAnnotation},
      {"examples", Holds::kAnnotation},
  };
  return table;
}

constexpr std::array<std::string_view, 7> kTypes = {"array",  "boolean", "integer", "null",
                                                    "number", "object",  "string"};

bool is_names(const Json::Value& value) {
  if (!value.isArray()) return false;
  std::set<std::string> seen;
  return std::all_of(value.begin(), value.end(), [&seen](const Json::Value& name) {
    return name.isString() && seen.insert(name.asString()).second;
  });
}

bool is_types(const Json::Value& value) {
  const auto known = [](const Json::Value& type) {
    return type.isString() && std::ranges::binary_search(kTypes, type.asString());
  };
  return known(value) ||
         (value.isArray() && !value.empty() && std::all_of(value.begin(), value.end(), known));
}

bool is_pattern(const Json::Value& value) {
  if (!value.isString()) return false;
  try {
    const std::regex compiled(value.asString(), std::regex::ECMAScript);
    return true;
  } catch (const std::regex_error&) {
    return false;
  }
}

/// Empty when `value` is a proper value for the keyword, otherwise what was expected.
std::string_view expected_for(Holds holds, const Json::Value& value) {
  switch (holds) {
    case Holds::kSchema:
      return value.isObject() ? "" : "a schema";
    case Holds::kSchemaOrBool:
      return value.isObject() || value.isBool() ? "" : "a schema or a boolean";
    case Holds::kSchemaOrList:
      return value.isObject() || value.isArray() ? "" : "a schema or a list of schemas";
    case Holds::kSchemaList:
      return value.isArray() && !value.empty() ? "" : "a list of schemas";
    case Holds::kSchemaMap:
      return value.isObject() ? "" : "an object of schemas";
    case Holds::kNumber:
      return value.isNumeric() ? "" : "a number";
    case Holds::kCount:
      return value.isUInt() ? "" : "a whole number, 0 or more";
    case Holds::kBool:
      return value.isBool() ? "" : "a boolean";
    case Holds::kText:
      return value.isString() ? "" : "a string";
    case Holds::kPattern:
      return is_pattern(value) ? "" : "a regular expression";
    case Holds::kTypes:
      return is_types(value)
                 ? ""
                 : "one or more of array, boolean, integer, null, number, object, string";
    case Holds::kNames:
      return is_names(value) ? "" : "a list of different strings";
    case Holds::kValues:
      return value.isArray() && !value.empty() ? "" : "a list of values";
    case Holds::kReference:
      return value.isString() && !component_name(value.asString()).empty()
                 ? ""
                 : "a reference into #/components/schemas/";
    case Holds::kValue:
    case Holds::kAnnotation:
      return "";
  }
  return "";
}

/// Calls `visit(subschema, pointer)` for each schema directly below `value`, which `holds` some.
void for_each_below(Holds holds, const Json::Value& value, const std::string& pointer,
                    const std::function<void(const Json::Value&, const std::string&)>& visit) {
  const bool named = holds == Holds::kSchemaMap && value.isObject();
  const bool listed =
      (holds == Holds::kSchemaList || holds == Holds::kSchemaOrList) && value.isArray();
  if (named) {
    for (const std::string& name : value.getMemberNames()) {
      visit(value[name], pointer + "/" + pointer_token(name));
    }
  } else if (listed) {
    for (Json::ArrayIndex i = 0; i < value.size(); ++i) {
      visit(value[i], pointer + "/" + std::to_string(i));
    }
  } else if (value.isObject() && (holds == Holds::kSchema || holds == Holds::kSchemaOrBool ||
                                  holds == Holds::kSchemaOrList)) {
    visit(value, pointer);
  }
}

Json::Value rewritten(const Json::Value& schema) {
  Json::Value result(Json::objectValue);
  for (const std::string& keyword : schema.getMemberNames()) {
    const Json::Value& value = schema[keyword];
    const Holds holds = keywords().at(keyword);
    if (holds == Holds::kAnnotation) continue;
    if (holds == Holds::kReference) {
      result[keyword] = std::string("#/definitions/").append(component_name(value.asString()));
    } else if (holds == Holds::kSchemaMap) {
      result[keyword] = Json::Value(Json::objectValue);
      for (const std::string& name : value.getMemberNames()) {
        result[keyword][name] = rewritten(value[name]);
      }
    } else if ((holds == Holds::kSchemaList || holds == Holds::kSchemaOrList) && value.isArray()) {
      result[keyword] = Json::Value(Json::arrayValue);
      for (const Json::Value& item : value) result[keyword].append(rewritten(item));
    } else if (value.isObject() && (holds == Holds::kSchema || holds == Holds::kSchemaOrBool ||
                                    holds == Holds::kSchemaOrList)) {
      result[keyword] = rewritten(value);
    } else {
      result[keyword] = value;
    }
  }
  return result;
}

}  // namespace

std::string_view component_name(std::string_view reference) {
  if (!reference.starts_with(kComponents)) return {};
  return reference.substr(kComponents.size());
}

void check_schema(const Json::Value& schema, const Json::Value& components, std::string_view file,
                  const std::string& pointer, Diagnostics& diagnostics) {
  if (!schema.isObject()) {
    diagnostics.add(file, pointer, "a schema (an object)", found(&schema));
    return;
  }
  for (const std::string& keyword : schema.getMemberNames()) {
    const Json::Value& value = schema[keyword];
    const std::string here = pointer + "/" + pointer_token(keyword);
    const auto known = keywords().find(keyword);
    if (known == keywords().end()) {
      diagnostics.add(file, here, "a JSON Schema (draft-07) keyword that contracts may use",
                      in_quotes(keyword));
      continue;
    }
    const std::string_view expected = expected_for(known->second, value);
    if (!expected.empty()) {
      diagnostics.add(file, here, expected, found(&value));
      continue;
    }
    if (known->second == Holds::kReference &&
        !components.isMember(std::string(component_name(value.asString())))) {
      diagnostics.add(file, here, "the name of a schema in #/components/schemas",
                      in_quotes(value.asString()));
    }
    for_each_below(known->second, value, here,
                   [&](const Json::Value& below, const std::string& where) {
                     check_schema(below, components, file, where, diagnostics);
                   });
  }
}

void for_each_reference(const Json::Value& schema,
                        const std::function<void(const std::string&)>& visit) {
  if (!schema.isObject()) return;
  for (const std::string& keyword : schema.getMemberNames()) {
    const auto known = keywords().find(keyword);
    if (known == keywords().end()) continue;
    if (known->second == Holds::kReference && schema[keyword].isString()) {
      visit(std::string(component_name(schema[keyword].asString())));
    }
    for_each_below(
        known->second, schema[keyword], "",
        [&](const Json::Value& below, const std::string&) { for_each_reference(below, visit); });
  }
}

Json::Value self_contained(const Json::Value& schema, const Json::Value& components) {
  Json::Value definitions(Json::objectValue);
  const std::function<void(const std::string&)> add = [&](const std::string& name) {
    if (definitions.isMember(name)) return;
    definitions[name] = rewritten(components[name]);
    for_each_reference(components[name], add);
  };
  for_each_reference(schema, add);
  Json::Value document = rewritten(schema);
  if (!definitions.empty()) document["definitions"] = definitions;
  return document;
}

}  // namespace ripple::compiler
