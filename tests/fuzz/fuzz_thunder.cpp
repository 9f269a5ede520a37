// What a Thunder server sends, and the URL that names it, through the library's parsers.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "expect.hpp"
#include "ripple/thunder/callsign.hpp"
#include "ripple/thunder/endpoint.hpp"
#include "thunder/src/envelope.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using ripple::fuzz::expect;
  namespace thunder = ripple::thunder;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto incoming = thunder::parse_incoming(text, thunder::Generation::kUnknown);
  if (incoming) {
    expect(!(incoming->error && !incoming->method.empty()), "an error is no event");
    expect(incoming->id || incoming->error || !incoming->method.empty(),
           "a message is a reply, an error or an event");
    expect(thunder::parse_incoming(thunder::request_text(1, incoming->method, &incoming->value),
                                   thunder::Generation::kUnknown)
               .has_error(),
           "a request is nothing that a server sends");
  } else {
    expect(incoming.error().code == thunder::ErrorCode::kMalformedReply, "the error says so");
  }
  const auto endpoint = thunder::Endpoint::parse(text);
  if (endpoint) {
    const auto again =
        thunder::Endpoint::parse("ws://" + endpoint->authority() + endpoint->target(text));
    expect(again && again->authority() == endpoint->authority(), "an endpoint can be read again");
  }
  const std::string callsign = thunder::callsign_of(text);
  expect(callsign.size() <= text.size(), "a callsign is a part of the method");
  return 0;
}
