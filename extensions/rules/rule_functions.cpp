#include "rules/rule_functions.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "ripple/json.hpp"

namespace ripple::rules {
namespace {

constexpr std::string_view kCall = "$function.";
constexpr std::size_t kMostText = 64 << 10;
constexpr std::size_t kMostNested = 32;
constexpr std::size_t kMostCalls = 1'000;

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

Error bad(std::string message) { return {ErrorCode::kBadManifest, std::move(message), {}}; }

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

struct Arguments {
  std::vector<std::string_view> texts;
  /// Behind the closing parenthesis.
  std::size_t end = 0;
};

/// `begin`: behind the opening parenthesis. Commas and parentheses count where neither brackets nor
/// strings are open. False when there is no end.
bool read_arguments(std::string_view text, std::size_t begin, Arguments& out) {
  std::size_t first = begin;
  std::size_t depth = 0;
  bool is_quoted = false;
  for (std::size_t at = begin; at < text.size(); ++at) {
    const char c = text[at];
    if (is_quoted) {
      if (c == '\\') ++at;
      if (c == '"') is_quoted = false;
    } else if (c == '"') {
      is_quoted = true;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (depth > 0 && (c == ')' || c == ']' || c == '}')) {
      --depth;
    } else if (depth == 0 && (c == ',' || c == ')')) {
      out.texts.push_back(trim(text.substr(first, at - first)));
      first = at + 1;
      if (c == ',') continue;
      if (out.texts.size() == 1 && out.texts.front().empty()) out.texts.clear();
      out.end = at + 1;
      return true;
    }
  }
  return false;
}

}  // namespace

/// One program's calls, with the functions whose bodies are being expanded.
class RuleFunctions::Expansion {
 public:
  explicit Expansion(const RuleFunctions& functions) : functions_(functions.functions_) {}

  Result<std::string> expand(std::string_view text) {
    if (nested_++ >= kMostNested) return bad("functions are nested too deep");
    std::string out;
    std::size_t at = 0;
    while (true) {
      const std::size_t call = text.find(kCall, at);
      out.append(text.substr(at, call - at));
      if (out.size() > kMostText) return bad("its functions make more than 64 KiB of text");
      if (call == std::string_view::npos) break;
      if (auto read = expand_call(text, call, out, at); !read) return read.error();
    }
    --nested_;
    return Result<std::string>(std::move(out));
  }

 private:
  Result<void> expand_call(std::string_view text, std::size_t call, std::string& out,
                           std::size_t& at) {
    if (calls_++ >= kMostCalls) return bad("it calls functions more than 1000 times");
    const std::size_t begin = call + kCall.size();
    std::size_t end = begin;
    while (end < text.size() && is_name(text[end])) ++end;
    const std::string name(text.substr(begin, end - begin));
    Arguments arguments;
    if (end == text.size() || text[end] != '(' || !read_arguments(text, end + 1, arguments)) {
      return bad("expected $function." + name + "(ARGUMENTS), found no " +
                 (end == text.size() || text[end] != '(' ? "\"(\"" : "end of the arguments"));
    }
    const auto function = functions_.find(name);
    if (function == functions_.end()) {
      return bad("$function." + name + " is not imported by any rules file");
    }
    if (std::ranges::find(running_, name) != running_.end()) return circle(name);
    if (arguments.texts.size() < function->second.params.size()) {
      return bad("$function." + name + ": expected " +
                 std::to_string(function->second.params.size()) + " arguments, found " +
                 std::to_string(arguments.texts.size()));
    }
    std::map<std::string, std::string, std::less<>> values;
    for (std::size_t i = 0; i < function->second.params.size(); ++i) {
      auto value = expand(arguments.texts[i]);
      if (!value) return value.error();
      values[function->second.params[i]] = std::move(*value);
    }
    auto body = substitute(function->second.body, values);
    if (!body) return body.error();
    running_.push_back(name);
    const auto expanded = expand(*body);
    if (!expanded) return expanded.error();
    running_.pop_back();
    out.append(*expanded);
    at = arguments.end;
    return {};
  }

  static Result<std::string> substitute(
      std::string_view body, const std::map<std::string, std::string, std::less<>>& values) {
    std::string out;
    for (std::size_t at = 0; at < body.size();) {
      std::size_t end = at + 1;
      while (end < body.size() && is_name(body[end])) ++end;
      const auto value =
          body[at] == '$' ? values.find(body.substr(at + 1, end - at - 1)) : values.end();
      if (value == values.end()) {
        out.push_back(body[at++]);
      } else {
        out.append(value->second);
        at = end;
      }
      if (out.size() > kMostText) return bad("its functions make more than 64 KiB of text");
    }
    return Result<std::string>(std::move(out));
  }

  Error circle(const std::string& name) const {
    std::string way;
    for (const std::string& function : running_) way += function + " -> ";
    return bad("functions call one another in a circle: " + way + name);
  }

  const std::map<std::string, Function, std::less<>>& functions_;
  std::vector<std::string> running_;
  std::size_t nested_ = 0;
  std::size_t calls_ = 0;
};

Result<RuleFunctions> RuleFunctions::from_json(const Json::Value& functions) {
  RuleFunctions read;
  if (functions.isNull()) return Result<RuleFunctions>(std::move(read));
  if (!functions.isObject()) return within("functions", unexpected_json("object", functions));
  for (auto member = functions.begin(); member != functions.end(); ++member) {
    Function function;
    std::optional<std::vector<std::string>> params;
    auto fits = read_member(*member, "params", params);
    if (fits) fits = read_member(*member, "body", function.body);
    if (!fits) return within("functions", within(member.name(), fits.error()));
    if (params) function.params = std::move(*params);
    read.functions_.emplace(member.name(), std::move(function));
  }
  return Result<RuleFunctions>(std::move(read));
}

Result<std::string> RuleFunctions::expand(std::string_view text) const {
  return Expansion(*this).expand(text);
}

}  // namespace ripple::rules
