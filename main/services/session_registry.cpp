#include "main/services/session_registry.hpp"

#include "main/services/random_uuid.hpp"

namespace ripple::services {

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
