/// MessageParser: text messages to requests, with the faults of Thunder's own parser.
///
/// That parser reads a stream: what follows the first JSON value of a message is dropped, and one
/// that ends too early spoils the next message. Ids become numbers of 32 bits in its own way.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>
#include <string_view>

#include "emulator/wire.hpp"

namespace ripple::thunder::emulator {

/// A request, or the error to answer with (and the id, where Thunder still found it), or neither.
struct Parsed {
  std::optional<Request> request;
  Json::Value error;
  std::optional<std::uint32_t> error_id;
};

class MessageParser {
 public:
  explicit MessageParser(Generation generation) : generation_(generation) {}

  Parsed parse(std::string_view message);

 private:
  Parsed failure() const;
  Parsed parse_value(std::string_view text) const;

  Generation generation_;
  std::string carried_;
};

enum class DuplicateKeys { kRefused, kLastCounts };

/// Strict JSON; nothing for anything else.
std::optional<Json::Value> parse_json(std::string_view text,
                                      DuplicateKeys duplicates = DuplicateKeys::kRefused);

}  // namespace ripple::thunder::emulator
