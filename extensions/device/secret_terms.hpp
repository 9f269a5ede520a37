/// Whose a secret of contract secure.storage is, and how long it lives.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <ripple/contracts/secure_storage.hpp>
#include <ripple/error.hpp>
#include <string>

namespace ripple::device {

inline constexpr double kLongestTtlSeconds = 100.0 * 365 * 24 * 3600;

/// What `options` say of a secret's end, in milliseconds from now; empty: it has none. Errors:
/// kInvalidParams when it would have ended already.
inline Result<std::optional<std::int64_t>> ttl_milliseconds(
    const std::optional<contracts::SecureStorage::StorageOptions>& options) {
  using Milliseconds = std::optional<std::int64_t>;
  if (!options) return Milliseconds();
  if (!(options->ttl > 0)) {
    return Error{
        ErrorCode::kInvalidParams,
        "#/options/ttl: expected more than 0 seconds, found " + std::to_string(options->ttl), ""};
  }
  const double seconds = std::fmin(options->ttl, kLongestTtlSeconds);
  return Milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
}

/// Who an invocation is for: the app that asks.
template <typename Call>
Result<std::string> caller_of(const Call& call) {
  const auto& app_id = call.context().app_id();
  if (!app_id.empty()) return app_id;
  return Error{ErrorCode::kUnsupportedOperation,
               std::string(call.name()) +
                   " works on values of the app that asks, and no app asked; use local.storage",
               ""};
}

}  // namespace ripple::device
