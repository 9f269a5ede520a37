/// The channel that provides the contract `rules`.
#pragma once

#include <memory>

#include "ripple/node.hpp"
#include "ripple/task.hpp"
#include "rules/endpoints/endpoint_set.hpp"
#include "rules/rule_book.hpp"

namespace ripple::rules {

/// Opens the book's endpoints and serves until the channel is asked to stop. Throws
/// std::runtime_error when an endpoint cannot be opened.
Task<void> serve_rules(Node node, std::shared_ptr<RuleBook> book);

/// The same with endpoints that are open already.
Task<void> serve_rules_with(Node node, std::shared_ptr<RuleBook> book, EndpointSet endpoints);

}  // namespace ripple::rules
