/// Contract app_events: extensions send events to apps.
#pragma once

#include <string>

#include "ripple/error.hpp"
#include "ripple/node.hpp"

namespace ripple::builtin {

struct AppEvent {
  std::string name;          ///< as apps listen: "discovery.onNavigateTo"
  std::string value_json;    ///< JSON text
  std::string app_id;        ///< only to this app; empty: to every listener
  std::string context_json;  ///< only to listeners with these params, JSON object; empty: to all
};

/// The listeners at the gateway.
class EventPublisher {
 public:
  virtual ~EventPublisher() = default;

  /// True when anybody listens. Errors: kMethodNotFound when no contract has such an event.
  virtual Result<bool> publish(const AppEvent& event) = 0;
};

Task<void> serve_app_events(Node node, EventPublisher& publisher);

}  // namespace ripple::builtin
