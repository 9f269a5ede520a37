#include "emulator/upgrade.hpp"

#include <algorithm>
#include <array>
#include <boost/uuid/detail/sha1.hpp>
#include <cstdint>

namespace ripple::thunder::emulator {
namespace {

constexpr std::string_view kHandshakeGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view group = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8U | (k < group.size() ? static_cast<std::uint8_t>(group[k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= group.size() ? kDigits[bits >> (18 - 6 * k) & 0x3FU] : '=';
    }
  }
  return text;
}

std::string accept_key(const std::string& key) {
  boost::uuids::detail::sha1 hash;
  hash.process_bytes(key.data(), key.size());
  hash.process_bytes(kHandshakeGuid.data(), kHandshakeGuid.size());
  std::array<unsigned int, 5> words{};
  hash.get_digest(*reinterpret_cast<unsigned int(*)[5]>(words.data()));
  std::string digest;
  for (const unsigned int word : words) {
    for (int shift = 24; shift >= 0; shift -= 8) digest += static_cast<char>(word >> shift & 0xFFU);
  }
  return base64(digest);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                           hex_digit(text[i + 2]) >= 0;
    if (is_escape) {
      result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

}  // namespace

std::string HttpHead::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

std::string HttpHead::parameter(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return percent_decoded(pair.substr(equals + 1));
    }
  }
  return {};
}

std::optional<HttpHead> parse_http_head(std::string_view text) {
  HttpHead head;
  std::size_t end = text.find("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  const std::size_t first = line.find(' ');
  const std::size_t second = line.find(' ', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  head.verb = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, second - first - 1);
  head.path = target.substr(0, target.find('?'));
  if (head.path.size() < target.size()) head.query = target.substr(head.path.size() + 1);
  text.remove_prefix(end + 2);
  while ((end = text.find("\r\n")) != std::string_view::npos && end > 0) {
    const std::string_view field = text.substr(0, end);
    const std::size_t colon = field.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    head.headers[lower(field.substr(0, colon))] = trimmed(field.substr(colon + 1));
    text.remove_prefix(end + 2);
  }
  return head;
}

Subprotocol choose_subprotocol(const std::string& offered, Generation generation) {
  Subprotocol chosen;
  chosen.echoed = offered.substr(0, offered.find(','));
  std::string_view rest = offered;
  while (generation == Generation::kR5 && !rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    if (word == "json" || word == "jsonrpc" || word == "text" || word == "raw") {
      chosen.is_dead = true;
    }
  }
  return chosen;
}

std::string switching_protocols(const HttpHead& head, const Subprotocol& subprotocol) {
  std::string response =
      "HTTP/1.1 101 SWITCH_PROTOCOL\r\n"
      "Connection: UPGRADE\r\n"
      "Upgrade: WEBSOCKET\r\n"
      "Sec-WebSocket-Accept: " +
      accept_key(head.header("sec-websocket-key")) + "\r\n";
  if (!subprotocol.echoed.empty()) {
    response += "Sec-WebSocket-Protocol: " + subprotocol.echoed + "\r\n";
  }
  return response + "Content-Length: 0\r\n\r\n";
}

std::string http_response(std::string_view status, std::string_view body) {
  std::string response = "HTTP/1.1 " + std::string(status) + "\r\n";
  if (!body.empty()) response += "Content-Type: application/json\r\n";
  response += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  response += body;
  return response;
}

}  // namespace ripple::thunder::emulator
