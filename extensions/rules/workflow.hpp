/// The endpoint "workflow": the results of other methods, together.
///
///     Json::Value merged = co_await run_workflow(engine, rule.sources, request);
///     // {"enabled": true, "speed": 1.0}
#pragma once

#include <json/value.h>

#include <vector>

#include "ripple/task.hpp"
#include "rules/rule.hpp"

namespace ripple::rules {

class RuleEngine;
struct RuleRequest;

/// Calls the sources, ten at a time, by the request's deadline; a source without params gets those
/// of the request. The result has a member for each source, in the order of the rule; members of
/// the same name are merged as jq's `*` does. A source that fails adds
/// {"error":{"code":NUMBER,"message":TEXT}}.
Task<Json::Value> run_workflow(RuleEngine& engine, const std::vector<RuleSource>& sources,
                               RuleRequest request);

/// `left * right` of jq, for objects: members of `right` replace those of `left`, objects in both
/// are merged in turn.
void merge_into(Json::Value& left, const Json::Value& right);

}  // namespace ripple::rules
