/// Alarms: one moment for each name at which something is to happen, unless it is called off.
///
///     alarms->set("youtube", 30s, [] { ... });   // replaces the alarm of that name
///     alarms->cancel("youtube");
///
/// Lives on its channel's thread. Ends with its last owner, or when the channel stops.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "ripple/node.hpp"

namespace ripple::builtin {

class Alarms : public std::enable_shared_from_this<Alarms> {
 public:
  explicit Alarms(Node node) : node_(std::move(node)) {}

  void set(const std::string& name, std::chrono::nanoseconds after, std::function<void()> ring);
  void cancel(const std::string& name);
  bool is_set(const std::string& name) const { return by_name_.contains(name); }

 private:
  struct Alarm {
    std::int64_t at;
    std::function<void()> ring;
  };

  static Task<void> sleep_until(std::weak_ptr<Alarms> alarms, Node node, std::int64_t at);
  void wake_at(std::int64_t at);
  void ring_due();

  Node node_;
  std::map<std::string, Alarm> by_name_;
  std::set<std::int64_t> sleepers_;  // moments at which a task of ours wakes
};

}  // namespace ripple::builtin
