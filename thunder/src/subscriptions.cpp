#include "ripple/thunder/subscriptions.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <exception>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "registration.hpp"
#include "ripple/thunder/plugin_state.hpp"

namespace ripple::thunder {
namespace {

namespace asio = boost::asio;

constexpr const char* kController = "Controller";

}  // namespace

struct Subscription::Place {
  std::weak_ptr<ThunderSubscriptions::Core> core;
  std::shared_ptr<Registration> registration;
  EventHandler handler;
  bool is_given_up = false;
};

class ThunderSubscriptions::Core : public std::enable_shared_from_this<Core> {
 public:
  using Place = Subscription::Place;

  Core(asio::io_context& loop, ThunderClient& events, SubscriptionsConfig config)
      : loop_(loop), events_(events), config_(std::move(config)) {}

  void start();
  void close();
  std::shared_ptr<Place> add(std::string callsign, std::string event, EventHandler handler,
                             std::string index);
  void remove(const Place& place);
  std::size_t wanted() const;
  std::size_t confirmed() const;

  static asio::awaitable<Result<void>> registered(std::shared_ptr<Registration> registration,
                                                  Deadline deadline);

 private:
  using RegistrationPtr = std::shared_ptr<Registration>;

  RegistrationPtr find_or_add(std::string callsign, std::string event, std::string index);
  void on_connected();
  void on_lost();
  void on_event(const std::string& method, const Json::Value& params);
  void on_state_change(const Json::Value& params);
  void forget_on_server(Registration& registration);
  void work_on(const RegistrationPtr& registration);
  void drop_if_unused(const Registration& registration);
  void log(const std::string& text) const {
    if (config_.log) config_.log(text);
  }

  template <typename Task>
  void spawn(Task task) {
    asio::co_spawn(loop_, std::move(task), [](const std::exception_ptr& failure) {
      if (failure) std::rethrow_exception(failure);
    });
  }

  static asio::awaitable<void> settle(std::shared_ptr<Core> core, std::uint64_t connection);
  static asio::awaitable<void> work(std::shared_ptr<Core> core, RegistrationPtr registration);
  asio::awaitable<Result<Json::Value>> request(const Registration& registration,
                                               std::string_view verb);
  static asio::awaitable<bool> try_register(std::shared_ptr<Core> core,
                                            RegistrationPtr registration);

  asio::io_context& loop_;
  ThunderClient& events_;
  SubscriptionsConfig config_;
  // By what the server puts before an event's index: "<client id>.<event>".
  std::unordered_map<std::string, RegistrationPtr> registrations_;
  std::unordered_map<std::string, std::string> client_ids_;
  std::shared_ptr<Place> state_changes_;
  std::uint64_t connection_ = 0;
  // After a connection Controller's events come first; then this is set.
  bool is_settled_ = false;
  bool closed_ = false;
};

void ThunderSubscriptions::Core::start() {
  ClientEvents watcher;
  watcher.connected = [core = weak_from_this()] {
    if (const auto self = core.lock()) self->on_connected();
  };
  watcher.lost = [core = weak_from_this()](const Error&) {
    if (const auto self = core.lock()) self->on_lost();
  };
  watcher.event = [core = weak_from_this()](const std::string& method, const Json::Value& params) {
    if (const auto self = core.lock()) self->on_event(method, params);
  };
  events_.watch(std::move(watcher));
  state_changes_ = add(kController, "statechange",
                       [core = weak_from_this()](const Json::Value& params) {
                         if (const auto self = core.lock()) self->on_state_change(params);
                       },
                       {});
  if (events_.is_connected()) on_connected();
}

void ThunderSubscriptions::Core::close() {
  closed_ = true;
  state_changes_.reset();
  for (const auto& [key, registration] : registrations_) {
    registration->handlers.clear();
    registration->pause.cancel();
    registration->last_failure = "the subscriptions were closed";
    registration->confirmed.tell(false);
  }
  registrations_.clear();
}

// A client id for each callsign and index: an event names no plugin, so equal event names of two
// plugins are told apart by it; and a server keeps one registration for each event and client id.
ThunderSubscriptions::Core::RegistrationPtr ThunderSubscriptions::Core::find_or_add(
    std::string callsign, std::string event, std::string index) {
  std::string& client_id = client_ids_[callsign + "@" + index];
  if (client_id.empty()) client_id = "c" + std::to_string(client_ids_.size()) + "." + callsign;
  RegistrationPtr& registration = registrations_[client_id + "." + event];
  if (!registration) {
    registration = std::make_shared<Registration>(loop_, config_);
    registration->callsign = std::move(callsign);
    registration->event = std::move(event);
    registration->index = std::move(index);
    registration->client_id = client_id;
  }
  return registration;
}

std::shared_ptr<Subscription::Place> ThunderSubscriptions::Core::add(std::string callsign,
                                                                     std::string event,
                                                                     EventHandler handler,
                                                                     std::string index) {
  auto place = std::make_shared<Place>();
  place->core = weak_from_this();
  place->registration = find_or_add(std::move(callsign), std::move(event), std::move(index));
  place->handler = std::move(handler);
  place->registration->handlers.push_back(place);
  work_on(place->registration);
  return place;
}

void ThunderSubscriptions::Core::remove(const Place& place) {
  // A coroutine may keep this a little longer than its owner and the client.
  if (closed_) return;
  const RegistrationPtr registration = place.registration;
  std::erase_if(registration->handlers,
                [&place](const std::shared_ptr<void>& other) { return other.get() == &place; });
  if (registration->is_wanted()) return;
  registration->pause.cancel();
  work_on(registration);
  drop_if_unused(*registration);
}

void ThunderSubscriptions::Core::drop_if_unused(const Registration& registration) {
  if (registration.is_wanted() || registration.is_working) return;
  if (registration.is_registered && events_.is_connected()) return;
  registrations_.erase(registration.client_id + "." + registration.event);
}

void ThunderSubscriptions::Core::forget_on_server(Registration& registration) {
  registration.is_registered = false;
  ++registration.era;
  registration.pause.cancel();
}

void ThunderSubscriptions::Core::on_lost() {
  is_settled_ = false;
  ++connection_;
  for (const auto& [key, registration] : registrations_) forget_on_server(*registration);
}

void ThunderSubscriptions::Core::on_connected() {
  ++connection_;
  spawn(settle(shared_from_this(), connection_));
}

asio::awaitable<void> ThunderSubscriptions::Core::settle(std::shared_ptr<Core> core,
                                                         std::uint64_t connection) {
  if (core->closed_) co_return;
  const RegistrationPtr controller = core->state_changes_->registration;
  core->work_on(controller);
  const Result<void> known = co_await registered(controller, core->config_.register_timeout);
  if (core->closed_ || core->connection_ != connection) co_return;
  if (!known) core->log("plugins that restart will not be noticed: " + known.error().message);
  core->is_settled_ = true;
  std::vector<RegistrationPtr> all;
  for (const auto& [key, registration] : core->registrations_) all.push_back(registration);
  for (const RegistrationPtr& registration : all) core->work_on(registration);
}

void ThunderSubscriptions::Core::on_event(const std::string& method, const Json::Value& params) {
  const auto found = registrations_.find(method.substr(0, method.find('@')));
  if (found == registrations_.end()) return;
  const std::vector<std::shared_ptr<void>> handlers = found->second->handlers;
  for (const std::shared_ptr<void>& entry : handlers) {
    const Place& place = *static_cast<const Place*>(entry.get());
    if (place.is_given_up) continue;
    try {
      place.handler(params);
    } catch (const std::exception& exception) {
      log("a handler of " + method + " failed: " + exception.what());
    }
  }
}

void ThunderSubscriptions::Core::on_state_change(const Json::Value& params) {
  if (!params.isObject() || !params["callsign"].isString() || !params["state"].isString()) return;
  const std::string callsign = params["callsign"].asString();
  const PluginState state = plugin_state_from(params["state"].asString());
  if (callsign == kController || state == PluginState::kUnknown) return;
  std::vector<RegistrationPtr> touched;
  for (const auto& [key, registration] : registrations_) {
    if (registration->callsign == callsign) touched.push_back(registration);
  }
  for (const RegistrationPtr& registration : touched) {
    forget_on_server(*registration);
    if (is_ready(state) && !registration->is_working) {
      registration->is_working = true;
      spawn(work(shared_from_this(), registration));
    }
  }
}

void ThunderSubscriptions::Core::work_on(const RegistrationPtr& registration) {
  const bool is_first = state_changes_ && registration == state_changes_->registration;
  if (closed_ || registration->is_working || !events_.is_connected()) return;
  if (!is_settled_ && !is_first) return;
  if (registration->is_wanted() == registration->is_registered) return;
  registration->is_working = true;
  spawn(work(shared_from_this(), registration));
}

// Brings the server to what is wanted, one request at a time, however often that changes.
asio::awaitable<void> ThunderSubscriptions::Core::work(std::shared_ptr<Core> core,
                                                       RegistrationPtr registration) {
  bool goes_on = true;
  while (goes_on && !core->closed_ && core->events_.is_connected() &&
         registration->is_wanted() != registration->is_registered) {
    if (registration->is_wanted()) {
      goes_on = co_await try_register(core, registration);
      continue;
    }
    registration->is_registered = false;
    const Result<Json::Value> removed = co_await core->request(*registration, "unregister");
    if (!removed) core->log("unregister failed: " + removed.error().message);
  }
  registration->is_working = false;
  if (!core->closed_) core->drop_if_unused(*registration);
}

// False when there is nothing to do before something changes.
asio::awaitable<bool> ThunderSubscriptions::Core::try_register(std::shared_ptr<Core> core,
                                                               RegistrationPtr registration) {
  const std::uint64_t era = registration->era;
  const Result<Json::Value> reply = co_await core->request(*registration, "register");
  if (core->closed_) co_return false;
  if (registration->era != era) co_return true;
  if (reply || is_registered_already(reply.error())) {
    registration->is_registered = true;
    registration->backoff.reset();
    registration->confirmed.tell(true);
    co_return true;
  }
  registration->last_failure = reply.error().message;
  if (!is_worth_a_retry(reply.error())) co_return false;
  core->log("register of " + registration->callsign + "." + registration->event +
            " failed: " + registration->last_failure);
  registration->pause.expires_after(registration->backoff.next());
  boost::system::error_code ignored;
  co_await registration->pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_return true;
}

asio::awaitable<Result<Json::Value>> ThunderSubscriptions::Core::request(
    const Registration& registration, std::string_view verb) {
  std::string method = registration.callsign + ".";
  if (registration.callsign == kController) method += "1.";
  method += verb;
  if (!registration.index.empty()) method += "@" + registration.index;
  Json::Value params(Json::objectValue);
  params["event"] = registration.event;
  params["id"] = registration.client_id;
  return events_.call(std::move(method), std::move(params), config_.register_timeout);
}

asio::awaitable<Result<void>> ThunderSubscriptions::Core::registered(
    std::shared_ptr<Registration> registration, Deadline deadline) {
  if (!registration->is_registered) {
    const std::optional<bool> told = co_await registration->confirmed.wait(deadline);
    if (!told || !*told) {
      const ErrorCode code = told ? ErrorCode::kClosed : ErrorCode::kDeadlineExceeded;
      co_return Error{code,
                      "no registration of " + registration->callsign + "." + registration->event +
                          ": " + registration->last_failure,
                      0, 0};
    }
  }
  co_return Result<void>();
}

std::size_t ThunderSubscriptions::Core::wanted() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      registrations_, [](const auto& entry) { return entry.second->is_wanted(); }));
}

std::size_t ThunderSubscriptions::Core::confirmed() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      registrations_, [](const auto& entry) { return entry.second->is_registered; }));
}

Subscription::Subscription(std::shared_ptr<Place> place) : place_(std::move(place)) {}

Subscription::~Subscription() { cancel(); }

Subscription::Subscription(Subscription&& other) noexcept : place_(std::move(other.place_)) {}

Subscription& Subscription::operator=(Subscription&& other) noexcept {
  if (this != &other) {
    cancel();
    place_ = std::move(other.place_);
  }
  return *this;
}

void Subscription::cancel() {
  const std::shared_ptr<Place> place = std::move(place_);
  place_.reset();
  if (!place) return;
  place->is_given_up = true;
  if (const auto core = place->core.lock()) core->remove(*place);
}

asio::awaitable<Result<void>> Subscription::registered(Deadline deadline) const {
  return ThunderSubscriptions::Core::registered(place_->registration, deadline);
}

ThunderSubscriptions::ThunderSubscriptions(asio::io_context& loop, ThunderClient& events,
                                           SubscriptionsConfig config)
    : core_(std::make_shared<Core>(loop, events, std::move(config))) {
  core_->start();
}

ThunderSubscriptions::~ThunderSubscriptions() { core_->close(); }

Subscription ThunderSubscriptions::subscribe(std::string callsign, std::string event,
                                             EventHandler handler, std::string index) {
  return Subscription(
      core_->add(std::move(callsign), std::move(event), std::move(handler), std::move(index)));
}

std::size_t ThunderSubscriptions::wanted() const { return core_->wanted(); }

std::size_t ThunderSubscriptions::confirmed() const { return core_->confirmed(); }

}  // namespace ripple::thunder
