#include "main/services/session_registry.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <system_error>

namespace ripple::services {
namespace {

std::array<std::uint8_t, 16> random_bytes() {
  std::array<std::uint8_t, 16> bytes{};
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
    if (got < 0 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    if (got > 0) filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::string random_uuid() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::uint8_t, 16> bytes = random_bytes();
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);  // version 4
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);  // variant of RFC 4122
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 0x0f];
  }
  return text;
}

}  // namespace

std::string SessionRegistry::open(const std::string& app_id) {
  std::string session_id = random_uuid();
  app_by_session_.emplace(session_id, app_id);
  return session_id;
}

Result<void> SessionRegistry::add(const std::string& session_id, const std::string& app_id) {
  if (session_id.empty() || app_id.empty()) {
    return Error{
        ErrorCode::kInvalidParams, "expected a session id and an app id, found an empty one", {}};
  }
  const auto [at, added] = app_by_session_.try_emplace(session_id, app_id);
  if (!added && at->second != app_id) {
    return Error{ErrorCode::kInvalidParams,
                 "session id \"" + session_id + "\" belongs to the app \"" + at->second +
                     "\", so it cannot be given to \"" + app_id + "\"; choose another id",
                 {}};
  }
  return {};
}

void SessionRegistry::close(std::string_view session_id) {
  const auto at = app_by_session_.find(session_id);
  if (at == app_by_session_.end()) return;
  const auto [session, app] = *at;
  app_by_session_.erase(at);
  for (const Listener& listener : listeners_) listener(session, app);
}

std::optional<std::string> SessionRegistry::app_of(std::string_view session_id) const {
  const auto at = app_by_session_.find(session_id);
  if (at == app_by_session_.end()) return std::nullopt;
  return at->second;
}

}  // namespace ripple::services
