#include "main/gateway/envelope.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <unordered_set>

namespace ripple::gateway {
namespace {

namespace ondemand = simdjson::ondemand;

static_assert(EnvelopeScanner::kPadding >= simdjson::SIMDJSON_PADDING);

constexpr std::int64_t kLargestInteger = (std::int64_t{1} << 53) - 1;

// JSON's white space, and no other control character.
constexpr std::string_view kSpace = " \t\n\r";

std::string_view trimmed(std::string_view text) {
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

std::size_t digits(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end]))) ++end;
  return end - from;
}

// JSON's grammar of numbers, of any size.
bool is_number(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t whole = digits(text, at);
  if (whole == 0 || (whole > 1 && text[at] == '0')) return false;
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = digits(text, ++at);
    if (fraction == 0) return false;
    at += fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = digits(text, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  return at == text.size();
}

[[noreturn]] void fail(simdjson::error_code code) { throw simdjson::simdjson_error(code); }

// The keys of one object. Few keys, the usual case, need no allocation; many cost no more each.
class SeenKeys {
 public:
  bool is_new(std::string_view key) {
    if (count_ < few_.size()) {
      const auto end = few_.begin() + static_cast<std::ptrdiff_t>(count_);
      if (std::find(few_.begin(), end, key) != end) return false;
      few_[count_++] = key;
      return true;
    }
    if (many_.empty()) many_.insert(few_.begin(), few_.end());
    return many_.insert(key).second;
  }

 private:
  std::array<std::string_view, 16> few_;
  std::size_t count_ = 0;
  std::unordered_set<std::string_view> many_;
};

// Looks at every value below one: is it JSON, no deeper than allowed, without a key twice? What is
// not JSON ends the walk with simdjson's exception; the other two are noted, and it goes on.
class Walk {
 public:
  Walk(ondemand::document& document, std::size_t nesting)
      : document_(document), nesting_(nesting) {}

  // `depth`: how many objects and arrays are around `value`.
  void visit(ondemand::value value, std::size_t depth) {
    switch (value.type()) {
      case ondemand::json_type::object: {
        if (too_deep(depth)) return;
        SeenKeys keys;
        for (auto field : value.get_object()) {
          const std::string_view key = field.unescaped_key();
          if (!keys.is_new(key)) note("duplicate key \"" + std::string(key) + "\"");
          visit(field.value(), depth + 1);
        }
        return;
      }
      case ondemand::json_type::array: {
        if (too_deep(depth)) return;
        for (auto element : value.get_array()) visit(element.value(), depth + 1);
        return;
      }
      case ondemand::json_type::string:
        value.get_string().value();
        return;
      case ondemand::json_type::number:
        if (!is_number(trimmed(value.raw_json_token()))) fail(simdjson::NUMBER_ERROR);
        return;
      case ondemand::json_type::boolean: {
        const std::string_view word = trimmed(value.raw_json_token());
        if (word != "true" && word != "false") fail(simdjson::T_ATOM_ERROR);
        return;
      }
      case ondemand::json_type::null:
        if (trimmed(value.raw_json_token()) != "null") fail(simdjson::N_ATOM_ERROR);
        return;
    }
  }

  // The text of a value, which is walked through.
  std::string_view text_of(ondemand::value value, std::size_t depth) {
    const bool scalar = value.is_scalar();
    const std::string_view first = value.raw_json_token();
    visit(value, depth);
    if (scalar) return trimmed(first);
    const char* const next = document_.current_location();
    return trimmed({first.data(), static_cast<std::size_t>(next - first.data())});
  }

  void note(std::string finding) {
    if (finding_.empty()) finding_ = std::move(finding);
  }
  const std::string& finding() const { return finding_; }
  std::size_t nesting() const { return nesting_; }

 private:
  bool too_deep(std::size_t depth) {
    if (depth < nesting_) return false;
    note("nested deeper than " + std::to_string(nesting_) + " levels");
    return true;
  }

  ondemand::document& document_;
  std::size_t nesting_;
  std::string finding_;
};

// A document that is one scalar cannot be walked as a value.
void check_scalar(ondemand::document& document, ondemand::json_type type, std::string_view whole) {
  const std::string_view text = trimmed(document.raw_json_token());
  if (text != trimmed(whole.substr(whole.find_first_not_of(kSpace)))) {
    fail(simdjson::TRAILING_CONTENT);
  }
  if (type == ondemand::json_type::string) {
    document.get_string().value();
  } else if (type == ondemand::json_type::number) {
    if (!is_number(text)) fail(simdjson::NUMBER_ERROR);
  } else if (text != "true" && text != "false" && text != "null") {
    fail(simdjson::TAPE_ERROR);
  }
}

Error invalid_request(std::string reason) {
  return {ErrorCode::kInvalidRequest, "invalid request: " + std::move(reason), {}};
}

// Empty when the id may be used.
std::string objection_to_id(std::string_view text) {
  if (text.size() > kLongestId) {
    return "expected an id of at most " + std::to_string(kLongestId) + " bytes";
  }
  if (text == "null" || text.front() == '"') return {};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range ||
      (error == std::errc() && end == text.data() + text.size() &&
       (number > kLargestInteger || number < -kLargestInteger))) {
    return "expected an integer id up to 2^53-1, found " + std::string(text);
  }
  if (error != std::errc() || end != text.data() + text.size()) {
    return "expected a string, an integer or null as id, found " + std::string(text);
  }
  return {};
}

Envelope read_envelope(ondemand::object object, Walk& walk, std::size_t depth) {
  Envelope envelope;
  std::string reason;
  const auto object_to = [&](std::string why) {
    if (reason.empty()) reason = std::move(why);
  };
  bool has_version = false, has_method = false;
  SeenKeys keys;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    if (!keys.is_new(key)) object_to("duplicate key \"" + std::string(key) + "\"");
    ondemand::value value = field.value();
    if (key == "id") {
      const std::string_view text = walk.text_of(value, depth + 1);
      const std::string objection = objection_to_id(text);
      if (objection.empty()) {
        envelope.id = text;
      } else {
        object_to(objection);
      }
    } else if (key == "method") {
      has_method = true;
      if (value.type() == ondemand::json_type::string) {
        envelope.method = value.get_string();
      } else {
        walk.visit(value, depth + 1);
        object_to("expected a string as method");
      }
    } else if (key == "params") {
      if (value.is_scalar()) object_to("expected an object or an array as params");
      envelope.params = walk.text_of(value, depth + 1);
    } else if (key == "jsonrpc") {
      has_version = walk.text_of(value, depth + 1) == R"("2.0")";
    } else {
      walk.visit(value, depth + 1);
    }
  }
  if (!has_method) object_to("expected a member \"method\"");
  if (!has_version) object_to(R"(expected "jsonrpc":"2.0")");
  if (!reason.empty()) envelope.error = invalid_request(std::move(reason));
  return envelope;
}

}  // namespace

class EnvelopeScanner::Parser {
 public:
  ondemand::parser parser;
};

EnvelopeScanner::EnvelopeScanner(EnvelopeLimits limits)
    : limits_(limits), parser_(std::make_unique<Parser>()) {}
EnvelopeScanner::~EnvelopeScanner() = default;

const Scan& EnvelopeScanner::scan(std::string_view text) {
  scan_.batch = false;
  scan_.envelopes.clear();
  scan_.error.reset();
  const auto add = [&](ondemand::value value, ondemand::document& document, std::size_t depth) {
    Walk walk(document, limits_.nesting);
    if (value.type() == ondemand::json_type::object) {
      scan_.envelopes.push_back(read_envelope(value.get_object(), walk, depth));
    } else {
      walk.visit(value, depth);
      scan_.envelopes.push_back({{}, {}, {}, invalid_request("expected an object")});
    }
    Envelope& envelope = scan_.envelopes.back();
    if (!walk.finding().empty()) envelope.error = invalid_request(walk.finding());
  };
  try {
    ondemand::document document = parser_->parser.iterate(
        simdjson::padded_string_view(text.data(), text.size(), text.size() + kPadding));
    const ondemand::json_type type = document.type();
    if (type == ondemand::json_type::object) {
      add(document.get_value(), document, 0);
    } else if (type == ondemand::json_type::array) {
      scan_.batch = true;
      for (auto element : document.get_array()) {
        if (scan_.envelopes.size() == limits_.batch_requests) {
          scan_.error =
              invalid_request("expected at most " + std::to_string(limits_.batch_requests) +
                              " requests in a batch (host.limits.batch_requests)");
          return scan_;
        }
        add(element.value(), document, 1);
      }
      if (scan_.envelopes.empty()) {
        scan_.error = invalid_request("expected at least one request in a batch");
      }
    } else {
      check_scalar(document, type, text);
      scan_.error = invalid_request("expected an object or an array");
      return scan_;
    }
    if (const char* rest = nullptr; document.current_location().get(rest) == simdjson::SUCCESS) {
      fail(simdjson::TRAILING_CONTENT);
    }
  } catch (const simdjson::simdjson_error& error) {
    scan_.batch = false;
    scan_.envelopes.clear();
    scan_.error = Error{ErrorCode::kParse,
                        std::string("expected JSON: ") + simdjson::error_message(error.error()),
                        {}};
  }
  return scan_;
}

}  // namespace ripple::gateway
