/// A listener of a rule's event, from its request to its departure.
#pragma once

#include <memory>
#include <ripple/contracts/rules.hpp>

#include "ripple/node.hpp"
#include "ripple/task.hpp"
#include "rules/rule_engine.hpp"

namespace ripple::rules {

/// Streams the occurrences of the event in the order of the events, one after another. 64 events
/// wait for a listener that is slow, then the oldest are dropped, which is logged, as is an event
/// that a program fails for.
Task<void> serve_listener(Node node, std::shared_ptr<RuleEngine> engine,
                          contracts::Rules::Listen& call);

}  // namespace ripple::rules
