/// AppDepartures: Main says when the last connection of an app has closed; who keeps something for
/// connected apps is told.
///
///     departures.announce("refui");   // gateway, after the connection has gone
#pragma once

#include <functional>
#include <string>
#include <utility>

namespace ripple::builtin {

/// On Main's thread. There is one listener.
class AppDepartures {
 public:
  using Listener = std::function<void(const std::string& app_id)>;
  void set_listener(Listener listener) { listener_ = std::move(listener); }

  void announce(const std::string& app_id) const {
    if (listener_) listener_(app_id);
  }

 private:
  Listener listener_;
};

}  // namespace ripple::builtin
