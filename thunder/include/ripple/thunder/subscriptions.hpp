/// ThunderSubscriptions: handlers for plugins' events, kept alive across everything that ends a
/// registration on the server.
///
///     ThunderSubscriptions subscriptions(loop, pool.events(), {});
///     Subscription power = subscriptions.subscribe("org.rdk.System", "onSystemPowerStateChanged",
///                                                  [](const Json::Value& params) { ... });
///
/// A server has one registration for each (callsign, event, index), however many handlers there
/// are here. It is made after the handler is in place, so that state which the server replays is
/// not missed, and made again after a lost connection and after each activation of the plugin,
/// since Thunder forgets registrations without a word at both. Lives on the loop's thread.
#pragma once

#include <json/value.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ripple/thunder/backoff.hpp"
#include "ripple/thunder/client.hpp"
#include "ripple/thunder/deadline.hpp"
#include "ripple/thunder/error.hpp"

namespace ripple::thunder {

/// Called with the event's params, in the order of arrival. It may subscribe and unsubscribe; what
/// it throws is logged.
using EventHandler = std::function<void(const Json::Value& params)>;

struct SubscriptionsConfig {
  /// For each registration and its removal.
  std::chrono::milliseconds register_timeout{5'000};
  /// Pauses between attempts when the server fails to register; an inactive plugin is not tried
  /// again before it is active.
  BackoffConfig retry{std::chrono::milliseconds{200}, std::chrono::milliseconds{10'000}};
  Random random{};
  std::function<void(std::string_view)> log{};
};

/// A handler's place. Giving it up removes the handler; with the last one of an event the
/// registration on the server goes too.
class Subscription {
 public:
  Subscription() = default;
  ~Subscription();
  Subscription(Subscription&& other) noexcept;
  Subscription& operator=(Subscription&& other) noexcept;

  void cancel();
  explicit operator bool() const { return place_ != nullptr; }

  /// Waits until the server has confirmed the registration. kDeadlineExceeded has the reason of the
  /// last refusal, such as a plugin that is not active; the subscription goes on trying.
  boost::asio::awaitable<Result<void>> registered(Deadline deadline) const;

 private:
  friend class ThunderSubscriptions;
  struct Place;
  explicit Subscription(std::shared_ptr<Place> place);
  std::shared_ptr<Place> place_;
};

class ThunderSubscriptions {
 public:
  /// `events` must outlive this. Made before the loop runs, it misses nothing.
  ThunderSubscriptions(boost::asio::io_context& loop, ThunderClient& events,
                       SubscriptionsConfig config);
  ~ThunderSubscriptions();
  ThunderSubscriptions(const ThunderSubscriptions&) = delete;
  ThunderSubscriptions& operator=(const ThunderSubscriptions&) = delete;

  /// Returns at once; the registration follows when connection and plugin allow. A handler that
  /// joins others of the same event hears what happens from then on. `index` narrows an event where
  /// the plugin offers that (`register@index`).
  [[nodiscard]] Subscription subscribe(std::string callsign, std::string event,
                                       EventHandler handler, std::string index = {});

  /// Registrations that are wanted, confirmed or not; and those that the server has confirmed. Both
  /// count the one of Controller's statechange that is always kept.
  std::size_t wanted() const;
  std::size_t confirmed() const;

 private:
  friend class Subscription;
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace ripple::thunder
