#include "naming.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace ripple::compiler {
namespace {

constexpr auto kKeywords =
    std::to_array<std::string_view>({"alignas",       "alignof",     "and",
                                     "and_eq",        "asm",         "auto",
                                     "bitand",        "bitor",       "bool",
                                     "break",         "case",        "catch",
                                     "char",          "char16_t",    "char32_t",
                                     "char8_t",       "class",       "co_await",
                                     "co_return",     "co_yield",    "compl",
                                     "concept",       "const",       "const_cast",
                                     "consteval",     "constexpr",   "constinit",
                                     "continue",      "decltype",    "default",
                                     "delete",        "do",          "double",
                                     "dynamic_cast",  "else",        "enum",
                                     "explicit",      "export",      "extern",
                                     "false",         "float",       "for",
                                     "friend",        "goto",        "if",
                                     "inline",        "int",         "long",
                                     "mutable",       "namespace",   "new",
                                     "noexcept",      "not",         "not_eq",
                                     "nullptr",       "operator",    "or",
                                     "or_eq",         "private",     "protected",
                                     "public",        "register",    "reinterpret_cast",
                                     "requires",      "return",      "short",
                                     "signed",        "sizeof",      "static",
                                     "static_assert", "static_cast", "struct",
                                     "switch",        "template",    "this",
                                     "thread_local",  "throw",       "true",
                                     "try",           "typedef",     "typeid",
                                     "typename",      "union",       "unsigned",
                                     "using",         "virtual",     "void",
                                     "volatile",      "wchar_t",     "while",
                                     "xor",           "xor_eq"});

bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_lower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
char upper(char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); }

/// "dolbyDigital5.1+" keeps its plus as a word, so that it differs from "dolbyDigital5.1".
std::string spell_out(std::string_view text) {
  std::string spelled;
  for (const char c : text) {
    if (c == '+') {
      spelled += "_plus";
    } else {
      spelled += is_alnum(c) ? c : '_';
    }
  }
  return spelled;
}

}  // namespace

std::string snake_case(std::string_view text) {
  const std::string spelled = spell_out(text);
  std::string name;
  for (std::size_t i = 0; i < spelled.size(); ++i) {
    const char c = spelled[i];
    if (c == '_') {
      if (!name.empty() && name.back() != '_') name += '_';
      continue;
    }
    const char before = i > 0 ? spelled[i - 1] : '_';
    const char after = i + 1 < spelled.size() ? spelled[i + 1] : '_';
    const bool starts_word = is_upper(c) && (is_lower(before) || is_digit(before) ||
                                             (is_upper(before) && is_lower(after)));
    if (starts_word && !name.empty() && name.back() != '_') name += '_';
    name += lower(c);
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (name.empty() || is_digit(name.front())) name.insert(name.begin(), '_');
  if (std::ranges::binary_search(kKeywords, name)) name += '_';
  return name;
}

std::string pascal_case(std::string_view text) {
  std::string name;
  bool starts_word = true;
  for (const char c : spell_out(text)) {
    if (c == '_') {
      starts_word = true;
    } else {
      if (starts_word && is_digit(c) && !name.empty() && is_digit(name.back())) name += '_';
      name += starts_word ? upper(c) : c;
      starts_word = false;
    }
  }
  return name;
}

std::string constant_name(std::string_view text) {
  return std::string(1, 'k') += pascal_case(text);
}

std::string_view last_segment(std::string_view method) {
  return method.substr(method.rfind('.') + 1);
}

std::string string_literal(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ') {
      // Octal, because a hexadecimal escape would swallow the digits after it.
      literal += {'\\', '0', static_cast<char>('0' + byte / 8), static_cast<char>('0' + byte % 8)};
    } else {
      literal += c;
    }
  }
  return literal + "\"";
}

}  // namespace ripple::compiler
