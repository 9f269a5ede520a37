/// Who asks: one connection's identity and what is counted against it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ripple::services {

/// What the policy has found out about one method for one session.
enum class Verdict : std::uint8_t { kUnknown, kAllowed };

struct Session {
  std::string app_id;
  std::string session_id;
  bool internal = false;  ///< came through the internal port
  bool rpcv2 = false;     ///< events as notifications
  bool trusted = false;   ///< an extension's own request: needs no permission
  /// {"app_id":..,"session_id":..,"internal":..} as it travels with every request.
  std::string context;

  std::size_t requests_in_flight = 0;
  // Token bucket of the policy.
  double tokens = 0;
  std::int64_t tokens_at = 0;
  // Verdicts by method ordinal, for the versions they were made under.
  std::vector<Verdict> verdicts;
  std::uint64_t verdict_version = 0;
};

}  // namespace ripple::services
