/// RuleFunctions: the functions that rules files import: text with parameters.
///
///     RuleFunctions functions = *RuleFunctions::from_json(rule_set["functions"]);
///     functions.expand("$function.or_error(.result.name, \"no name\")")
///
/// A call stands for the body, in which `$PARAM` stands for the argument's text. Bodies and
/// arguments may call functions in turn.
#pragma once

#include <json/value.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ripple/error.hpp"

namespace ripple::rules {

class RuleFunctions {
 public:
  /// {NAME: {"params": [PARAM], "body": TEXT}}; null is none.
  static Result<RuleFunctions> from_json(const Json::Value& functions);

  /// `text` without calls. Errors, kBadManifest: an unknown function, too few arguments, a call
  /// without its end, functions that call one another in a circle, more than 64 KiB of text.
  /// Arguments that a function has no parameter for are left out.
  Result<std::string> expand(std::string_view text) const;

 private:
  struct Function {
    std::vector<std::string> params;
    std::string body;
  };
  class Expansion;

  std::map<std::string, Function, std::less<>> functions_;
};

}  // namespace ripple::rules
