#include "emulator/designator.hpp"

#include <charconv>
#include <system_error>

namespace ripple::thunder::emulator {
namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Designator Designator::parse(std::string_view text) {
  Designator designator;
  const std::size_t at = text.find('@');
  if (at != std::string_view::npos) {
    designator.index = text.substr(at + 1);
    text = text.substr(0, at);
  }
  const std::size_t dot = text.rfind('.');
  designator.method = dot == std::string_view::npos ? text : text.substr(dot + 1);
  std::string_view owner = dot == std::string_view::npos ? std::string_view() : text.substr(0, dot);
  const std::size_t version_dot = owner.rfind('.');
  const std::string_view last =
      version_dot == std::string_view::npos ? owner : owner.substr(version_dot + 1);
  designator.version = number(last);
  if (designator.version) {
    owner =
        version_dot == std::string_view::npos ? std::string_view() : owner.substr(0, version_dot);
    if (*designator.version == 255 || *designator.version == 256) designator.version.reset();
  }
  designator.callsign = owner.empty() ? "Controller" : std::string(owner);
  return designator;
}

}  // namespace ripple::thunder::emulator
