// ExtnIds and names of contracts, as manifests and libraries spell them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "expect.hpp"
#include "ripple/contracts/ripple_contract.hpp"
#include "ripple/extn_id.hpp"

namespace {

using ripple::fuzz::expect;

void check_extn_id(std::string_view text) {
  const auto id = ripple::ExtnId::parse(text);
  if (!id) {
    expect(!id.error().message.empty(), "a refused ExtnId has a reason");
    return;
  }
  const std::string printed = id->to_string();
  const auto again = ripple::ExtnId::parse(printed);
  expect(again.has_value() && *again == *id, "an ExtnId parses back from its text");
  expect(again->to_string() == printed, "an ExtnId has one text");
  expect(printed.size() == text.size(), "only the case of an ExtnId's text may differ");
}

void check_contract(std::string_view text) {
  const auto contract = ripple::parse_contract(text);
  if (!contract) {
    expect(!contract.error().message.empty(), "a refused contract has a reason");
    expect(!ripple::is_alias(text), "an alias is a name");
    return;
  }
  const std::string_view name = ripple::to_string(*contract);
  const auto again = ripple::parse_contract(name);
  expect(again.has_value() && *again == *contract, "a contract parses back from its name");
  expect(ripple::is_alias(text) == (name != text), "a name that is not the contract's is an alias");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_extn_id(text);
  check_contract(text);
  return 0;
}
