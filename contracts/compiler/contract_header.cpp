#include "contract_header.hpp"

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "json_mapping.hpp"
#include "naming.hpp"
#include "text.hpp"
#include "type_map.hpp"

namespace ripple::compiler {
namespace {

/// A method with its C++ types decided.
struct TypedMethod {
  const Method& method;
  std::string struct_name;
  std::string result;
  std::string item;  // empty: the caller streams nothing
  std::vector<Field> fields;
};

std::vector<TypedMethod> typed_methods(const Document& document, TypeMap& types) {
  std::vector<TypedMethod> methods;
  for (const Method& method : document.methods) {
    TypedMethod typed{method, method.event ? method.type : snake_case(method.type), {}, {}, {}};
    types.claim(method.type, method.pointer);
    if (!method.event) types.claim(typed.struct_name, method.pointer);
    typed.result = types.type_of(method.result_schema, method.pointer + "/result/schema",
                                 method.type + (method.event ? "Payload" : "Result"));
    if (method.item_schema.isObject()) {
      typed.item = types.type_of(method.item_schema, method.pointer + "/x-items/schema",
                                 method.type + "Item");
    }
    std::set<std::string> taken;
    for (std::size_t i = 0; i < method.params.size(); ++i) {
      const Parameter& param = method.params[i];
      const std::string pointer = method.pointer + "/params/" + std::to_string(i) + "/schema";
      if (method.event) continue;
      typed.fields.push_back(
          types.field(param.name, param.schema, param.required, pointer, method.type, taken));
    }
    methods.push_back(std::move(typed));
  }
  return methods;
}

void write_comment(Text& out, const std::string& indent, const std::string& text) {
  if (text.empty()) return;
  constexpr std::size_t kWidth = 100;
  std::string line = indent + "///";
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (line.size() + 1 + word.size() > kWidth) {
      out.line(line);
      line = indent + "///";
    }
    line += " " + word;
  }
  out.line(line);
}

std::string declared_type(const Field& field) {
  return field.required || field.type.starts_with("std::optional<")
             ? field.type
             : "std::optional<" + field.type + ">";
}

void write_fields(Text& out, const std::string& indent, const std::vector<Field>& fields) {
  for (const Field& field : fields) {
    write_comment(out, indent, field.description);
    out.line(indent, declared_type(field), " ", field.name, "{};");
  }
}

void write_definition(Text& out, const Definition& definition) {
  write_comment(out, "", definition.description);
  if (definition.kind == Definition::Kind::kEnum) {
    out.line("enum class ", definition.name, " : std::uint8_t {");
    for (const Enumerator& enumerator : definition.enumerators) {
      out.line("  ", enumerator.name, ",");
    }
    out.line("};");
    write_enum_mapping(out, definition);
    return;
  }
  out.line("struct ", definition.name, " {");
  write_fields(out, "  ", definition.fields);
  out.line("  bool operator==(const ", definition.name, "&) const = default;");
  out.line("};");
  write_struct_mapping(out, definition.name, definition.fields, false);
}

/// The schemas' types stand outside the contract's struct and are only named in it: a class that is
/// not complete yet hides the default values of its members' types from std::optional.
void write_definitions(Text& out, const Document& document,
                       const std::vector<Definition>& definitions) {
  if (definitions.empty()) return;
  out.line("namespace ", document.file_stem(), "_types {");
  for (const Definition& definition : definitions) {
    out.line();
    write_definition(out, definition);
  }
  out.line();
  out.line("}  // namespace ", document.file_stem(), "_types");
  out.line();
}

void write_method(Text& out, const Document& document, const TypedMethod& typed,
                  std::size_t index) {
  write_comment(out, "  ", typed.method.summary);
  out.line("  struct ", typed.struct_name, " {");
  out.line("    static constexpr std::uint32_t kMethod = ", index, ";");
  out.line("    using Contract = ", document.type, ";");
  if (typed.method.event) {
    out.line("    using Payload = ", typed.result, ";");
    out.line("    Payload payload{};");
  } else {
    out.line("    using Result = ", typed.result, ";");
    if (!typed.item.empty()) out.line("    using Item = ", typed.item, ";");
    if (typed.method.result_stream) out.line("    static constexpr bool kStreamsResults = true;");
    write_fields(out, "    ", typed.fields);
  }
  // Qualified, because a parameter may have the name of its method.
  out.line("    bool operator==(const ", document.type, "::", typed.struct_name,
           "&) const = default;");
  out.line("  };");
}

void write_contract(Text& out, const Document& document, const std::vector<TypedMethod>& methods,
                    const std::vector<Definition>& definitions) {
  write_comment(out, "", document.description);
  out.line("struct ", document.type, " {");
  out.line("  static constexpr RippleContract kContract = RippleContract::", document.enumerator(),
           ";");
  out.line("  static constexpr std::string_view kName = ", string_literal(document.name), ";");
  out.line("  static constexpr std::string_view kVersion = ", string_literal(document.version),
           ";");
  out.line("  /// Calls and events; a method's kMethod is its position.");
  out.line("  static constexpr std::array<std::string_view, ", methods.size(), "> kMethods = {");
  for (const TypedMethod& typed : methods)
    out.line("      ", string_literal(typed.method.name), ",");
  out.line("  };");
  if (!definitions.empty()) out.line();
  for (const Definition& definition : definitions) {
    out.line("  using ", definition.name, " = ", document.file_stem(), "_types::", definition.name,
             ";");
  }
  for (std::size_t i = 0; i < methods.size(); ++i) {
    out.line();
    write_method(out, document, methods[i], i);
  }
  out.line();
  for (const TypedMethod& typed : methods) {
    if (typed.method.event) continue;
    out.line("  using ", typed.method.type, " = ripple::Invocation<", typed.struct_name, ">;");
  }
  out.line("  /// What a channel that provides the contract is handed.");
  out.line("  using Invocation = std::variant<");
  for (const TypedMethod& typed : methods) {
    if (!typed.method.event) out.line("      ", typed.method.type, ",");
  }
  out.line("      ripple::UnknownInvocation>;");
  out.line("};");
}

void write_mappings(Text& out, const Document& document, const std::vector<TypedMethod>& methods) {
  for (const TypedMethod& typed : methods) {
    const std::string type = document.type + "::" + typed.struct_name;
    out.line();
    if (typed.method.event) {
      write_event_mapping(out, type);
    } else {
      write_struct_mapping(out, type, typed.fields, true);
    }
  }
}

}  // namespace

std::string contract_header(const Document& document, Diagnostics& diagnostics) {
  TypeMap types(document, diagnostics);
  const std::vector<TypedMethod> methods = typed_methods(document, types);
  Text out;
  out.line("// Generated by ripple-contract-compiler from ", document.name, ".json.");
  out.line("#pragma once");
  out.line();
  for (const char* header :
       {"array", "cstddef", "cstdint", "optional", "string", "string_view", "variant", "vector"}) {
    out.line("#include <", header, ">");
  }
  out.line();
  for (const char* header : {"contracts/json_members.hpp", "contracts/ripple_contract.hpp",
                             "invocation.hpp", "json.hpp"}) {
    out.line("#include <ripple/", header, ">");
  }
  out.line();
  out.line("namespace ripple::contracts {");
  out.line();
  write_definitions(out, document, types.definitions());
  write_contract(out, document, methods, types.definitions());
  write_mappings(out, document, methods);
  out.line();
  out.line("}  // namespace ripple::contracts");
  return out.str();
}

}  // namespace ripple::compiler
