/// ExtnId: who an extension is, `ripple:{type}:{class}:{service}`.
///
///     Result<ExtnId> id = ExtnId::parse("ripple:channel:device:acme");
///     id->is_device_channel();   // true
///     id->to_string();           // "ripple:channel:device:acme"
#pragma once

#include <array>
#include <cctype>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/nearest_name.hpp"

namespace ripple {

enum class ExtnType : std::uint8_t { kMain, kChannel, kExtn };

enum class ExtnClass : std::uint8_t {
  kGateway,
  kDevice,
  kDataGovernance,
  kDistributor,
  kProtected,
  kJsonrpsee,
  kLauncher,
  kInternal,
};

inline constexpr std::array<std::string_view, 3> kExtnTypeNames = {"main", "channel", "extn"};
inline constexpr std::array<std::string_view, 8> kExtnClassNames = {
    "gateway",   "device",    "data-governance", "distributor",
    "protected", "jsonrpsee", "launcher",        "internal"};

constexpr std::string_view to_string(ExtnType type) {
  return kExtnTypeNames[static_cast<std::size_t>(type)];
}

constexpr std::string_view to_string(ExtnClass extn_class) {
  return kExtnClassNames[static_cast<std::size_t>(extn_class)];
}

/// A checked identifier of exactly four segments. Printing and parsing are inverse. A value: copy
/// and share it freely between threads.
class ExtnId {
 public:
  /// Type and class are read in any case and kept in lower case; the service is one or more of
  /// [A-Za-z0-9_.-] and keeps its case.
  /// Errors: kBadManifest, with the text, the offending segment and the nearest known word.
  static Result<ExtnId> parse(std::string_view text) {
    std::array<std::string_view, 4> segments;
    std::size_t count = 0;
    for (std::size_t begin = 0;;) {
      const std::size_t colon = text.find(':', begin);
      if (count < segments.size()) segments[count] = text.substr(begin, colon - begin);
      ++count;
      if (colon == std::string_view::npos) break;
      begin = colon + 1;
    }
    if (count != segments.size()) {
      return refuse(text, "expected four segments, ripple:{type}:{class}:{service}, found " +
                              std::to_string(count));
    }
    if (segments[0] != "ripple") return refuse(text, expected("\"ripple\"", segments[0], "ripple"));
    const std::size_t type = index_of(kExtnTypeNames, segments[1]);
    if (type == kExtnTypeNames.size()) {
      return refuse(text,
                    expected("a type", segments[1], nearest_name(segments[1], kExtnTypeNames)));
    }
    const std::size_t extn_class = index_of(kExtnClassNames, segments[2]);
    if (extn_class == kExtnClassNames.size()) {
      return refuse(text,
                    expected("a class", segments[2], nearest_name(segments[2], kExtnClassNames)));
    }
    for (const char c : segments[3]) {
      if (!is_service_character(c)) {
        return refuse(text, "expected a service of letters, digits, '_', '.' and '-', found \"" +
                                std::string(segments[3]) + "\"");
      }
    }
    if (segments[3].empty()) return refuse(text, "expected a service, found an empty segment");
    return ExtnId(static_cast<ExtnType>(type), static_cast<ExtnClass>(extn_class),
                  std::string(segments[3]));
  }

  /// Main's own id, ripple:main:internal:main.
  static ExtnId main() { return ExtnId(ExtnType::kMain, ExtnClass::kInternal, "main"); }

  ExtnType type() const { return type_; }
  ExtnClass extn_class() const { return class_; }
  const std::string& service() const { return service_; }

  std::string to_string() const {
    std::string text = "ripple:";
    text.append(ripple::to_string(type_)).append(":").append(ripple::to_string(class_));
    return text.append(":").append(service_);
  }

  bool is_main() const { return type_ == ExtnType::kMain; }
  bool is_channel() const { return type_ == ExtnType::kChannel; }
  bool is_extn() const { return type_ == ExtnType::kExtn; }
  bool is_device_channel() const { return is_channel() && class_ == ExtnClass::kDevice; }
  bool is_launcher_channel() const { return is_channel() && class_ == ExtnClass::kLauncher; }
  bool is_distributor_channel() const { return is_channel() && class_ == ExtnClass::kDistributor; }

  friend bool operator==(const ExtnId&, const ExtnId&) = default;
  friend std::strong_ordering operator<=>(const ExtnId&, const ExtnId&) = default;

 private:
  ExtnId(ExtnType type, ExtnClass extn_class, std::string service)
      : type_(type), class_(extn_class), service_(std::move(service)) {}

  static bool is_service_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  }

  template <std::size_t N>
  static std::size_t index_of(const std::array<std::string_view, N>& names, std::string_view word) {
    const auto equal = [](std::string_view name, std::string_view found) {
      return name.size() == found.size() && edit_distance(name, found) == 0;
    };
    std::size_t i = 0;
    while (i < N && !equal(names[i], word)) ++i;
    return i;
  }

  static std::string expected(std::string_view what, std::string_view found,
                              std::string_view nearest) {
    return "expected " + std::string(what) + ", found \"" + std::string(found) +
           "\"; did you mean \"" + std::string(nearest) + "\"?";
  }

  static Error refuse(std::string_view text, const std::string& reason) {
    return Error{ErrorCode::kBadManifest, "ExtnId \"" + std::string(text) + "\": " + reason, {}};
  }

  ExtnType type_;
  ExtnClass class_;
  std::string service_;
};

}  // namespace ripple

template <>
struct std::hash<ripple::ExtnId> {
  std::size_t operator()(const ripple::ExtnId& id) const noexcept {
    const std::size_t kind =
        (static_cast<std::size_t>(id.type()) << 8U) | static_cast<std::size_t>(id.extn_class());
    return std::hash<std::string>{}(id.service()) ^ (kind * 0x9E3779B97F4A7C15ULL);
  }
};
