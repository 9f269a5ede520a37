/// Requests to whoever provides the contract `rules`.
///
///     address_rule_call(message, "device.name", "{}", session.context);
#pragma once

#include <string_view>

#include "ripple/message.hpp"

namespace ripple::services {

/// Makes `message` a call of the method that the rule describes. `params` is JSON text, or empty;
/// `context` says who asks.
void address_rule_call(Message& message, std::string_view method, std::string_view params,
                       std::string_view context);

/// Makes `message` a request for the event's values, for who listens with these params.
void address_rule_listen(Message& message, std::string_view event, std::string_view params,
                         std::string_view context);

}  // namespace ripple::services
