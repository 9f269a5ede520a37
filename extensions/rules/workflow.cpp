#include "rules/workflow.hpp"

#include <cstddef>
#include <optional>
#include <utility>

#include "ripple/for_each_concurrent.hpp"
#include "rules/reply.hpp"
#include "rules/rule_engine.hpp"

namespace ripple::rules {
namespace {

constexpr std::size_t kAtOnce = 10;

/// The positions of the sources, as a stream.
class Positions {
 public:
  explicit Positions(std::size_t count) : count_(count) {}
  Task<std::optional<std::size_t>> next() {
    if (at_ == count_) co_return std::nullopt;
    co_return at_++;
  }

 private:
  std::size_t count_;
  std::size_t at_ = 0;
};

}  // namespace

void merge_into(Json::Value& left, const Json::Value& right) {
  for (auto member = right.begin(); member != right.end(); ++member) {
    Json::Value& place = left[member.name()];
    if (place.isObject() && member->isObject()) {
      merge_into(place, *member);
    } else {
      place = *member;
    }
  }
}

Task<Json::Value> run_workflow(RuleEngine& engine, const std::vector<RuleSource>& sources,
                               RuleRequest request) {
  std::vector<Json::Value> parts(sources.size());
  const auto run = [&](std::size_t position) -> Task<void> {
    const RuleSource& source = sources[position];
    RuleRequest call = request;
    call.method = source.call.method;
    if (!source.call.params.isNull()) call.params = source.call.params;
    auto result = co_await engine.call_any(std::move(call));
    if (result) {
      parts[position][source.name] = std::move(*result);
    } else {
      parts[position] = error_reply(result.error());
    }
  };
  const auto run_next = [&run](std::optional<std::size_t> position) { return run(*position); };
  Positions positions(sources.size());
  co_await for_each_concurrent(kAtOnce, positions, run_next);
  Json::Value merged(Json::objectValue);
  for (const Json::Value& part : parts) merge_into(merged, part);
  co_return merged;
}

}  // namespace ripple::rules
