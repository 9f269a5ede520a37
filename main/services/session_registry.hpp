/// Which app holds which session id: written by lifecycle management when it opens and ends a
/// session, read when an app connects with `?session=`. The session id is the bearer credential.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ripple/error.hpp"

namespace ripple::services {

class SessionRegistry {
 public:
  /// A fresh session id (UUID version 4 from the system's random source) for the app.
  std::string open(const std::string& app_id);

  /// A known id, for laboratories (service "session", configuration {"sessions":{ID:APP}}).
  /// kInvalidParams when the id belongs to another app.
  Result<void> add(const std::string& session_id, const std::string& app_id);

  void close(std::string_view session_id);
  std::optional<std::string> app_of(std::string_view session_id) const;

  /// Called with (session id, app id) after a session has been closed.
  using Listener = std::function<void(const std::string&, const std::string&)>;
  void on_close(Listener listener) { listeners_.push_back(std::move(listener)); }

 private:
  std::map<std::string, std::string, std::less<>> app_by_session_;
  std::vector<Listener> listeners_;
};

}  // namespace ripple::services
