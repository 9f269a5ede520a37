// A frame of a client through the envelope scanner.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "expect.hpp"
#include "main/gateway/envelope.hpp"
#include "main/iec/answer.hpp"
#include "main/services/reply_text.hpp"
#include "ripple/json.hpp"

namespace {

using ripple::ErrorCode;
using ripple::fuzz::expect;
using ripple::gateway::Envelope;
using ripple::gateway::EnvelopeScanner;
using ripple::gateway::Scan;

// jsoncpp cannot hold every number that JSON can write.
bool is_json(std::string_view text) {
  const auto parsed = ripple::parse_json(text);
  return parsed || parsed.error().message.find("not a number") != std::string::npos;
}

std::string reply(std::string_view id, const ripple::Message& answer) {
  std::string text;
  ripple::services::write_reply(text, id, answer, 0);
  expect(text.size() == ripple::services::reply_size(id, answer), "reply_size tells the size");
  return text;
}

std::string summary(const Scan& scan) {
  std::string text = scan.batch ? "batch" : "one";
  if (scan.error) text += scan.error->message;
  for (const Envelope& envelope : scan.envelopes) {
    text.append("|").append(envelope.id).append("|").append(envelope.method);
    text.append("|").append(envelope.params);
    if (envelope.error) text += "!" + envelope.error->message;
  }
  return text;
}

void check(const Envelope& envelope) {
  if (envelope.error) {
    expect(envelope.error->code == ErrorCode::kInvalidRequest, "a bad element is -32600");
    expect(is_json(reply(envelope.id, ripple::iec::make_error(*envelope.error))),
           "the answer to a bad element is JSON");
    return;
  }
  expect(envelope.id.size() <= ripple::gateway::kLongestId, "ids are bounded");
  expect(
      envelope.params.empty() || envelope.params.front() == '{' || envelope.params.front() == '[',
      "params are an object or an array");
  expect(envelope.params.empty() || is_json(envelope.params), "params are JSON");
  expect(is_json(reply(envelope.id, ripple::iec::make_response(envelope.params))),
         "an answer with the id is JSON");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // jsoncpp reads 64 levels; the frame itself may be one more.
  EnvelopeScanner scanner({.nesting = 48, .batch_requests = 16});
  const auto bytes = std::make_unique<char[]>(size + EnvelopeScanner::kPadding);
  std::copy_n(reinterpret_cast<const char*>(data), size, bytes.get());
  const std::string_view text(bytes.get(), size);

  const Scan& scan = scanner.scan(text);
  const std::string first = summary(scan);
  bool taken = !scan.error;
  if (scan.error) {
    expect(scan.error->code == ErrorCode::kParse || scan.error->code == ErrorCode::kInvalidRequest,
           "a bad frame is -32700 or -32600");
    expect(is_json(reply({}, ripple::iec::make_error(*scan.error))), "its answer is JSON");
  } else {
    expect(!scan.envelopes.empty(), "a frame that is taken holds a request");
    expect(scan.batch || scan.envelopes.size() == 1, "what is no batch is one request");
    for (const Envelope& envelope : scan.envelopes) {
      check(envelope);
      taken = taken && !envelope.error;
    }
  }
  if (taken) expect(is_json(text), "a frame that is taken is JSON");
  expect(summary(scanner.scan(text)) == first, "a frame means the same the second time");
  return 0;
}
