/// Values that outlive a restart, through contract local.storage.
///
///     auto stored = co_await load_value(node, "privacy", "allowWatchHistory");
///     if (stored && *stored) use(**stored);
///
/// Errors: those of the contract.
#pragma once

#include <json/value.h>

#include <optional>
#include <ripple/node.hpp>
#include <string>

namespace ripple::distributor_general {

/// Empty when nothing is stored.
Task<Result<std::optional<Json::Value>>> load_value(Node node, std::string name_space,
                                                    std::string key, Deadline deadline = {});

Task<Result<void>> store_value(Node node, std::string name_space, std::string key,
                               Json::Value value);

}  // namespace ripple::distributor_general
