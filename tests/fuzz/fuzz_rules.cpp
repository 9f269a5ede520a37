// A rule's program and its functions, through everything that changes text before libjq sees it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "expect.hpp"
#include "ripple/json.hpp"
#include "rules/jq/jq_text.hpp"
#include "rules/rule_functions.hpp"

namespace {

using ripple::fuzz::expect;

/// Up to the first zero byte the body of a function, behind it the program that calls it.
void expand(std::string_view text) {
  const std::size_t zero = text.find('\0');
  Json::Value functions;
  functions["f"]["params"].append("a");
  functions["f"]["params"].append("ab");
  functions["f"]["body"] = std::string(text.substr(0, zero));
  functions["g"]["body"] = "1";
  const auto read = ripple::rules::RuleFunctions::from_json(functions);
  expect(read.has_value(), "functions of this shape can be read");
  const std::string_view program = zero == std::string_view::npos ? text : text.substr(zero + 1);
  const auto expanded = read->expand(program);
  if (!expanded) return;
  expect(expanded->find("$function.") == std::string::npos || zero != std::string_view::npos,
         "no call is left");
  expect(expanded->size() <= std::size_t{65} << 10, "what functions make is bounded");
}

void prepare(std::string_view text) {
  const auto prepared = ripple::rules::prepare_program(text);
  if (!prepared) {
    expect(prepared.error().code == ripple::ErrorCode::kBadManifest, "the error says so");
    return;
  }
  expect(prepared->size() >= text.size(), "nothing is left out");
  // What is prepared stands in parentheses without getting out of them.
  const std::string enclosed = "(" + *prepared + "\n\n)";
  const auto again = ripple::rules::prepare_program(enclosed);
  expect(again.has_value(), "a prepared program can be enclosed");
  expect(*again == enclosed, "a prepared program stays as it is");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  expand(text);
  prepare(text);
  return 0;
}
