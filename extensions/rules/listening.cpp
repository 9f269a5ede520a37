#include "rules/listening.hpp"

#include <bit>
#include <string>
#include <utility>

#include "ripple/item_stream.hpp"
#include "ripple/when.hpp"
#include "rules/event_queue.hpp"

namespace ripple::rules {
namespace {

using contracts::Rules;

constexpr std::size_t kWaitingEvents = 64;

/// Ends when the caller has gone: the stream of the items that it never sends breaks off.
Task<void> departure(ItemStream<std::string> items) {
  bool is_here = true;
  while (is_here) {
    const auto item = co_await items.next();
    is_here = item.has_value() && item->has_value();
  }
}

/// What goes wrong once may go wrong at every event: said at the first, second, fourth, ...
class Failures {
 public:
  explicit Failures(Node node) : node_(std::move(node)) {}
  void add(const std::string& text) {
    if (!std::has_single_bit(++count_)) return;
    node_.log(LogLevel::kWarning,
              count_ == 1 ? text : text + " (" + std::to_string(count_) + " times)");
  }

 private:
  Node node_;
  std::uint64_t count_ = 0;
};

Task<void> pass_on(Node node, std::shared_ptr<RuleEngine> engine, std::shared_ptr<EventQueue> queue,
                   RuleRequest listener, Rules::Listen& call) {
  Failures failures(node);
  bool goes_on = true;
  while (goes_on) {
    auto event = co_await queue->next();
    if (!event) co_return;
    auto occurrence = co_await engine->occurrence(listener, std::move(*event));
    if (!occurrence) {
      failures.add("an event of " + listener.method + " is dropped: " + occurrence.error().message);
      continue;
    }
    if (!*occurrence) continue;
    const Rules::RuleOccurrence item{std::move((*occurrence)->notification),
                                     std::move((*occurrence)->value)};
    const auto sent = co_await call.writer.send(item);
    goes_on = sent.has_value();
  }
}

}  // namespace

Task<void> serve_listener(Node node, std::shared_ptr<RuleEngine> engine, Rules::Listen& call) {
  RuleRequest listener{call.params.event, call.params.params.value_or(Json::Value()),
                       call.context().json()};
  const auto queue = std::make_shared<EventQueue>(kWaitingEvents);
  auto drops = std::make_shared<Failures>(node);
  const auto subscription = engine->subscribe(
      listener, [queue, drops, event = call.params.event](const Json::Value& data) {
        if (queue->put(data)) return;
        drops->add("a listener of " + event + " reads too slowly: the oldest event is dropped");
      });
  if (!subscription) co_return call.fail(subscription.error());
  ItemStream<std::string> items(call.writer.duty().stream());
  co_await when_any(departure(std::move(items)),
                    pass_on(node, std::move(engine), queue, std::move(listener), call));
}

}  // namespace ripple::rules
