/// Decides which C++ type stands for each schema of a document.
///
///     TypeMap types(document, diagnostics);
///     types.type_of(schema, pointer, "NetworkResult");  // "std::string", "NetworkState", ...
///     types.definitions();                              // the structs and enums this needed
///
/// string: std::string, integer: std::int64_t, number: double, boolean: bool, null: std::nullptr_t,
/// array: std::vector, "X or null": std::optional, an object with properties: a struct, a string
/// with an enum: an enum class. Whatever has no such type (maps, other unions, untyped) is a
/// Json::Value.
#pragma once

#include <json/value.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "diagnostics.hpp"
#include "document.hpp"

namespace ripple::compiler {

struct Field {
  std::string json_name;
  std::string name;
  std::string type;  // without the std::optional that `required == false` adds
  bool required = false;
  std::string description;
};

struct Enumerator {
  std::string text;
  std::string name;
};

/// A struct or enum class inside the contract's struct.
struct Definition {
  enum class Kind { kStruct, kEnum };
  Kind kind = Kind::kStruct;
  std::string name;
  std::string description;
  std::vector<Field> fields;
  std::vector<Enumerator> enumerators;
};

class TypeMap {
 public:
  TypeMap(const Document& document, Diagnostics& diagnostics);

  /// The C++ type for `schema`; `suggestion` names the struct or enum it may need.
  std::string type_of(const Json::Value& schema, const std::string& pointer,
                      const std::string& suggestion);

  /// A field named after `json_name`; reports it when `taken` has the C++ name already.
  Field field(const std::string& json_name, const Json::Value& schema, bool required,
              const std::string& pointer, const std::string& owner, std::set<std::string>& taken);

  /// Reports when something else in the contract has this C++ name.
  void claim(const std::string& name, const std::string& pointer);

  /// In an order in which each comes after those it uses.
  [[nodiscard]] const std::vector<Definition>& definitions() const { return definitions_; }

 private:
  std::string referenced(const std::string& component, const std::string& pointer);
  std::string object_type(const Json::Value& schema, const std::string& pointer,
                          const std::string& suggestion);
  std::string enum_type(const Json::Value& schema, const std::string& pointer,
                        const std::string& suggestion);
  std::string union_type(const Json::Value& alternatives, const std::string& pointer,
                         const std::string& suggestion);
  std::string array_type(const Json::Value& schema, const std::string& pointer,
                         const std::string& suggestion);
  /// The type when it needs no definition, otherwise empty.
  [[nodiscard]] std::string plain_type(const Json::Value& schema, int depth = 0) const;

  const Document& document_;
  Diagnostics& diagnostics_;
  std::vector<Definition> definitions_;
  std::map<std::string, std::string> components_;
  std::set<std::string> in_progress_;
  std::map<std::string, std::string> claims_;
};

}  // namespace ripple::compiler
