#include "json_mapping.hpp"

#include <algorithm>

#include "naming.hpp"

namespace ripple::compiler {

namespace {

/// "read" or "write" and the function for this field.
std::string accessor(const std::string& verb, const Field& field) {
  const bool nullable = field.required && field.type.starts_with("std::optional<");
  return verb + (nullable ? "_nullable_member" : "_member");
}

}  // namespace

void write_struct_mapping(Text& out, const std::string& type, const std::vector<Field>& fields,
                          bool may_be_absent) {
  if (fields.empty()) {
    out.line("inline Json::Value to_json(const ", type, "&) { return Json::objectValue; }");
    out.line("inline Result<void> from_json(const Json::Value& json, ", type, "&) {");
    out.line(may_be_absent ? "  if (json.isNull()) return {};\n" : "",
             "  return expect_object(json);");
    out.line("}");
    return;
  }
  const bool all_optional =
      std::ranges::none_of(fields, [](const Field& field) { return field.required; });
  out.line("inline Json::Value to_json(const ", type, "& value) {");
  out.line("  Json::Value json(Json::objectValue);");
  for (const Field& field : fields) {
    out.line("  ", accessor("write", field), "(json, ", string_literal(field.json_name), ", value.",
             field.name, ");");
  }
  out.line("  return json;");
  out.line("}");
  out.line("inline Result<void> from_json(const Json::Value& json, ", type, "& value) {");
  if (may_be_absent && all_optional) {
    out.line("  if (json.isNull()) {");
    out.line("    value = {};");
    out.line("    return {};");
    out.line("  }");
  }
  out.line("  if (auto read = expect_object(json); !read) return read;");
  for (const Field& field : fields) {
    out.line("  if (auto read = ", accessor("read", field), "(json, ",
             string_literal(field.json_name), ", value.", field.name, "); !read) return read;");
  }
  out.line("  return {};");
  out.line("}");
}

void write_event_mapping(Text& out, const std::string& type) {
  out.line("inline Json::Value to_json(const ", type,
           "& event) { return to_json(event.payload); }");
  out.line("inline Result<void> from_json(const Json::Value& json, ", type, "& event) {");
  out.line("  return from_json(json, event.payload);");
  out.line("}");
}

void write_enum_mapping(Text& out, const Definition& definition) {
  const std::string& type = definition.name;
  out.line("constexpr std::string_view to_string(", type, " value) {");
  out.line("  switch (value) {");
  for (const Enumerator& enumerator : definition.enumerators) {
    out.line("    case ", type, "::", enumerator.name, ":");
    out.line("      return ", string_literal(enumerator.text), ";");
  }
  out.line("  }");
  out.line("  return {};");
  out.line("}");
  out.line("inline Json::Value to_json(", type,
           " value) { return ripple::to_json(to_string(value)); }");
  out.line("inline Result<void> from_json(const Json::Value& json, ", type, "& value) {");
  out.line("  static constexpr std::array<std::string_view, ", definition.enumerators.size(), "> ",
           "kWords = {");
  for (const Enumerator& enumerator : definition.enumerators) {
    out.line("      ", string_literal(enumerator.text), ",");
  }
  out.line("  };");
  out.line("  const auto index = word_index(json, kWords);");
  out.line("  if (!index) return index.error();");
  out.line("  value = static_cast<", type, ">(*index);");
  out.line("  return {};");
  out.line("}");
}

}  // namespace ripple::compiler
