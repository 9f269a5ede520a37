#include "main/builtin/alarms.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace ripple::builtin {

void Alarms::set(const std::string& name, std::chrono::nanoseconds after,
                 std::function<void()> ring) {
  const std::int64_t at = node_.now() + after.count();
  by_name_.insert_or_assign(name, Alarm{at, std::move(ring)});
  wake_at(at);
}

void Alarms::cancel(const std::string& name) { by_name_.erase(name); }

// A sleeper that wakes before `at` looks for what comes next, so it serves for that too.
void Alarms::wake_at(std::int64_t at) {
  if (!sleepers_.empty() && *sleepers_.begin() <= at) return;
  sleepers_.insert(at);
  node_.spawn(sleep_until(weak_from_this(), node_, at), "alarm");
}

Task<void> Alarms::sleep_until(std::weak_ptr<Alarms> alarms, Node node, std::int64_t at) {
  if (!co_await node.sleep_for(std::chrono::nanoseconds(at - node.now()))) co_return;
  const auto self = alarms.lock();
  if (!self) co_return;
  self->sleepers_.erase(at);
  self->ring_due();
}

void Alarms::ring_due() {
  std::vector<std::function<void()>> due;
  const std::int64_t now = node_.now();
  for (auto at = by_name_.begin(); at != by_name_.end();) {
    if (at->second.at > now) {
      ++at;
      continue;
    }
    due.push_back(std::move(at->second.ring));
    at = by_name_.erase(at);
  }
  const auto next = std::min_element(
      by_name_.begin(), by_name_.end(),
      [](const auto& left, const auto& right) { return left.second.at < right.second.at; });
  if (next != by_name_.end()) wake_at(next->second.at);
  for (const auto& ring : due) ring();
}

}  // namespace ripple::builtin
