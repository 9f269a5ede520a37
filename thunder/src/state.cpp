#include "ripple/thunder/state.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <cstdint>
#include <exception>
#include <optional>
#include <unordered_map>
#include <utility>

#include "wait_list.hpp"

namespace ripple::thunder {
namespace {

namespace asio = boost::asio;
using Reply = Result<Json::Value>;

constexpr const char* kController = "Controller";
// A mandatory plugin that stayed active this long starts the pauses anew when it fails.
constexpr std::chrono::seconds kStableAfter{5};

struct Plugin {
  explicit Plugin(const asio::any_io_executor& executor) : activated(executor), changed(executor) {}

  PluginState state = PluginState::kUnknown;
  std::string reason;
  // Changes that the server told.
  std::uint64_t changes = 0;
  bool is_activating = false;
  WaitList<Result<void>> activated;
  WaitList<bool> changed;
};

using PluginPtr = std::shared_ptr<Plugin>;

Error make_error(ErrorCode code, std::string message) {
  return Error{code, std::move(message), 0, 0};
}

// A single status comes as an object, from R4.4 and without a callsign as an array.
PluginState status_of(const std::string& callsign, const Json::Value& reply) {
  const Json::Value entries(reply.isArray() ? reply : Json::Value(Json::arrayValue));
  for (const Json::Value& entry : entries) {
    if (entry.isObject() && entry["callsign"] == callsign && entry["state"].isString()) {
      return plugin_state_from(entry["state"].asString());
    }
  }
  if (reply.isObject() && reply["state"].isString()) {
    return plugin_state_from(reply["state"].asString());
  }
  return PluginState::kUnknown;
}

// Counts a call that waits for an activation.
class Parked {
 public:
  explicit Parked(std::size_t& count) : count_(count) { ++count_; }
  ~Parked() { --count_; }
  Parked(const Parked&) = delete;
  Parked& operator=(const Parked&) = delete;

 private:
  std::size_t& count_;
};

}  // namespace

class ThunderState::Core : public std::enable_shared_from_this<Core> {
 public:
  using CorePtr = std::shared_ptr<Core>;

  Core(asio::io_context& loop, ThunderPool& pool, ThunderSubscriptions& subscriptions,
       StateConfig config)
      : loop_(loop),
        pool_(pool),
        subscriptions_(subscriptions),
        config_(std::move(config)),
        any_change_(loop.get_executor()),
        stop_(loop.get_executor()) {}

  void start();
  void close();
  PluginState state_of(const std::string& callsign) const;
  std::size_t parked_calls() const { return parked_; }

  static asio::awaitable<Result<void>> activate(CorePtr core, std::string callsign,
                                                Deadline deadline);
  static asio::awaitable<Result<void>> ready(CorePtr core, std::string callsign, Deadline deadline);
  static asio::awaitable<Result<void>> mandatory_ready(CorePtr core, Deadline deadline);
  static asio::awaitable<Reply> call(CorePtr core, std::string method, Json::Value params,
                                     Deadline deadline);

 private:
  static asio::awaitable<void> keep(CorePtr core, std::string callsign);
  static asio::awaitable<void> run_activation(CorePtr core, std::string callsign, PluginPtr plugin);
  static asio::awaitable<Result<void>> attempts(CorePtr core, std::string callsign,
                                                PluginPtr plugin);
  static asio::awaitable<Result<PluginState>> status(CorePtr core, std::string callsign,
                                                     Deadline deadline);
  static asio::awaitable<Result<bool>> attempt(CorePtr core, std::string callsign, PluginPtr plugin,
                                               Deadline deadline);

  PluginPtr plugin(const std::string& callsign);
  void set_state(Plugin& plugin, PluginState state, std::string reason);
  void on_state_change(const Json::Value& params);
  void forget_all();
  std::string missing_mandatory() const;

  template <typename Task>
  void spawn(Task task) {
    asio::co_spawn(loop_, std::move(task), [](const std::exception_ptr& failure) {
      if (failure) std::rethrow_exception(failure);
    });
  }

  asio::io_context& loop_;
  ThunderPool& pool_;
  ThunderSubscriptions& subscriptions_;
  StateConfig config_;
  std::unordered_map<std::string, PluginPtr> plugins_;
  std::vector<Subscription> watched_;
  WaitList<bool> any_change_;
  WaitList<bool> stop_;
  std::size_t parked_ = 0;
  bool closed_ = false;
};

void ThunderState::Core::start() {
  ClientEvents watcher;
  watcher.connected = [core = weak_from_this()] {
    if (const auto self = core.lock()) self->forget_all();
  };
  watcher.lost = [core = weak_from_this()](const Error&) {
    if (const auto self = core.lock()) self->forget_all();
  };
  pool_.events().watch(std::move(watcher));
  watched_.push_back(subscriptions_.subscribe(kController, "statechange",
                                              [core = weak_from_this()](const Json::Value& params) {
                                                if (const auto self = core.lock())
                                                  self->on_state_change(params);
                                              }));
  for (const std::string& callsign : config_.mandatory) {
    spawn(keep(shared_from_this(), callsign));
  }
}

void ThunderState::Core::close() {
  closed_ = true;
  watched_.clear();
  stop_.tell(true);
  any_change_.tell(true);
  for (const auto& [callsign, plugin] : plugins_) {
    plugin->changed.tell(true);
    plugin->activated.tell(make_error(ErrorCode::kClosed, "the Thunder state was closed"));
  }
}

PluginPtr ThunderState::Core::plugin(const std::string& callsign) {
  PluginPtr& plugin = plugins_[callsign];
  if (!plugin) plugin = std::make_shared<Plugin>(loop_.get_executor());
  return plugin;
}

PluginState ThunderState::Core::state_of(const std::string& callsign) const {
  const auto found = plugins_.find(callsign);
  return found == plugins_.end() ? PluginState::kUnknown : found->second->state;
}

void ThunderState::Core::set_state(Plugin& plugin, PluginState state, std::string reason) {
  plugin.state = state;
  plugin.reason = std::move(reason);
  plugin.changed.tell(true);
  any_change_.tell(true);
}

void ThunderState::Core::on_state_change(const Json::Value& params) {
  if (!params.isObject() || !params["callsign"].isString() || !params["state"].isString()) return;
  const PluginState state = plugin_state_from(params["state"].asString());
  if (state == PluginState::kUnknown) return;
  const Json::Value& reason = params["reason"];
  const PluginPtr changed = plugin(params["callsign"].asString());
  ++changed->changes;
  set_state(*changed, state, reason.isString() ? reason.asString() : std::string());
}

void ThunderState::Core::forget_all() {
  for (const auto& [callsign, plugin] : plugins_) set_state(*plugin, PluginState::kUnknown, {});
}

asio::awaitable<Result<PluginState>> ThunderState::Core::status(CorePtr core, std::string callsign,
                                                                Deadline deadline) {
  const Reply reply = co_await core->pool_.call(std::string(kController) + ".1.status@" + callsign,
                                                Json::Value(), deadline);
  if (reply) co_return status_of(callsign, *reply);
  const ErrorCode code = reply.error().code;
  if (code == ErrorCode::kUnknownKey || code == ErrorCode::kUnknownPlugin) {
    co_return PluginState::kMissing;
  }
  co_return reply.error();
}

asio::awaitable<Result<void>> ThunderState::Core::activate(CorePtr core, std::string callsign,
                                                           Deadline deadline) {
  if (core->closed_) co_return make_error(ErrorCode::kClosed, "the Thunder state was closed");
  if (is_ready(core->state_of(callsign))) co_return Result<void>();
  if (!core->pool_.is_connected()) {
    const Result<void> connected = co_await core->pool_.connected(std::chrono::seconds(0));
    if (!connected) co_return make_error(ErrorCode::kNotConnected, connected.error().message);
  }
  if (core->parked_ >= core->config_.max_parked_calls) {
    co_return make_error(ErrorCode::kOverloaded,
                         "expected at most " + std::to_string(core->config_.max_parked_calls) +
                             " calls waiting for plugins to become active; one for " + callsign +
                             " was refused");
  }
  const Parked parked(core->parked_);
  const PluginPtr plugin = core->plugin(callsign);
  if (!plugin->is_activating) {
    plugin->is_activating = true;
    core->spawn(run_activation(core, callsign, plugin));
  }
  std::optional<Result<void>> outcome = co_await plugin->activated.wait(deadline);
  if (!outcome) {
    co_return make_error(
        ErrorCode::kDeadlineExceeded,
        callsign + " did not become active in time; it is " + std::string(name_of(plugin->state)));
  }
  co_return std::move(*outcome);
}

asio::awaitable<void> ThunderState::Core::run_activation(CorePtr core, std::string callsign,
                                                         PluginPtr plugin) {
  Result<void> outcome = co_await attempts(core, callsign, plugin);
  if (!outcome && outcome.error().code == ErrorCode::kLinkLost) {
    outcome = make_error(ErrorCode::kNotConnected,
                         "the connection broke while " + callsign + " was being activated");
  }
  plugin->is_activating = false;
  plugin->activated.tell(outcome);
  const bool is_of_interest = plugin->changed.size() > 0;
  if (plugin->state == PluginState::kMissing && !is_of_interest) core->plugins_.erase(callsign);
}

asio::awaitable<Result<void>> ThunderState::Core::attempts(CorePtr core, std::string callsign,
                                                           PluginPtr plugin) {
  const Deadline deadline = core->config_.activation_timeout;
  Backoff backoff(core->config_.retry, core->config_.random);
  bool is_active = false;
  while (!is_active) {
    const Result<bool> outcome = co_await attempt(core, callsign, plugin, deadline);
    if (!outcome) co_return outcome.error();
    is_active = *outcome;
    if (is_active) break;
    if (deadline.has_passed()) {
      co_return make_error(ErrorCode::kDeadlineExceeded,
                           callsign + " did not become active in time; it is " +
                               std::string(name_of(plugin->state)));
    }
    const Deadline pause = deadline.or_sooner(backoff.next());
    co_await plugin->changed.wait(pause);
    if (core->closed_) co_return make_error(ErrorCode::kClosed, "the Thunder state was closed");
    is_active = is_ready(plugin->state);
  }
  co_return Result<void>();
}

// True when the plugin is active, false when another attempt may help.
asio::awaitable<Result<bool>> ThunderState::Core::attempt(CorePtr core, std::string callsign,
                                                          PluginPtr plugin, Deadline deadline) {
  if (core->closed_) co_return make_error(ErrorCode::kClosed, "the Thunder state was closed");
  const Result<PluginState> found = co_await status(core, callsign, deadline);
  if (core->closed_) co_return make_error(ErrorCode::kClosed, "the Thunder state was closed");
  if (!found) co_return found.error();
  core->set_state(*plugin, *found, {});
  if (is_ready(*found)) co_return true;
  if (*found == PluginState::kMissing) {
    co_return make_error(ErrorCode::kUnknownPlugin, "the server has no plugin " + callsign +
                                                        "; is the callsign spelled as there?");
  }
  if (*found == PluginState::kUnavailable || *found == PluginState::kDestroyed) {
    co_return make_error(ErrorCode::kIllegalState,
                         "expected a plugin that can be activated, found " + callsign + " " +
                             std::string(name_of(*found)));
  }
  if (*found == PluginState::kActivation || *found == PluginState::kPrecondition) co_return false;

  Json::Value params(Json::objectValue);
  params["callsign"] = callsign;
  const Reply reply = co_await core->pool_.call(std::string(kController) + ".1.activate",
                                                std::move(params), deadline);
  if (core->closed_) co_return make_error(ErrorCode::kClosed, "the Thunder state was closed");
  if (reply) {
    if (!is_ready(plugin->state)) core->set_state(*plugin, PluginState::kActivated, {});
    co_return true;
  }
  switch (reply.error().code) {
    case ErrorCode::kIllegalState:
    case ErrorCode::kInProgress:
    case ErrorCode::kPendingConditions:
      co_return false;
    default:
      co_return reply.error();
  }
}

asio::awaitable<Result<void>> ThunderState::Core::ready(CorePtr core, std::string callsign,
                                                        Deadline deadline) {
  const PluginPtr plugin = core->plugin(callsign);
  while (!is_ready(plugin->state) && !core->closed_) {
    if (plugin->state == PluginState::kUnknown && core->pool_.is_connected()) {
      const Result<PluginState> found = co_await status(core, callsign, deadline);
      if (core->closed_) break;
      if (found && plugin->state == PluginState::kUnknown) core->set_state(*plugin, *found, {});
      if (is_ready(plugin->state)) break;
    }
    const std::optional<bool> told = co_await plugin->changed.wait(deadline);
    if (!told) {
      co_return make_error(ErrorCode::kDeadlineExceeded,
                           callsign + " did not become active in time; it is " +
                               std::string(name_of(plugin->state)));
    }
  }
  if (core->closed_) co_return make_error(ErrorCode::kClosed, "the Thunder state was closed");
  co_return Result<void>();
}

std::string ThunderState::Core::missing_mandatory() const {
  std::string missing;
  for (const std::string& callsign : config_.mandatory) {
    const PluginState state = state_of(callsign);
    if (is_ready(state)) continue;
    missing += (missing.empty() ? "" : ", ") + callsign + " (" + std::string(name_of(state)) + ")";
  }
  return missing;
}

asio::awaitable<Result<void>> ThunderState::Core::mandatory_ready(CorePtr core, Deadline deadline) {
  while (!core->missing_mandatory().empty() && !core->closed_) {
    const std::optional<bool> told = co_await core->any_change_.wait(deadline);
    if (!told) {
      co_return make_error(ErrorCode::kDeadlineExceeded,
                           "mandatory plugins are not active: " + core->missing_mandatory());
    }
  }
  if (core->closed_) co_return make_error(ErrorCode::kClosed, "the Thunder state was closed");
  co_return Result<void>();
}

// Keeps one mandatory plugin active, except where somebody asked for its deactivation.
asio::awaitable<void> ThunderState::Core::keep(CorePtr core, std::string callsign) {
  Backoff backoff(core->config_.retry, core->config_.random);
  while (!core->closed_) {
    const Result<void> connected = co_await core->pool_.connected(Deadline::never());
    if (core->closed_ || !connected) co_return;
    const Result<void> active = co_await activate(core, callsign, core->config_.activation_timeout);
    if (core->closed_) co_return;
    if (active) {
      const PluginPtr plugin = core->plugin(callsign);
      const Deadline::Clock::time_point since = Deadline::Clock::now();
      while (!core->closed_ && (is_ready(plugin->state) || plugin->reason == "Requested")) {
        co_await plugin->changed.wait(Deadline::never());
      }
      if (Deadline::Clock::now() - since >= kStableAfter) backoff.reset();
    } else if (core->config_.log) {
      core->config_.log("mandatory plugin " + callsign + ": " + active.error().message);
    }
    if (core->closed_) co_return;
    co_await core->stop_.wait(backoff.next());
  }
}

asio::awaitable<Reply> ThunderState::Core::call(CorePtr core, std::string method,
                                                Json::Value params, Deadline deadline) {
  const std::string callsign = callsign_of(method);
  if (callsign.empty()) {
    co_return make_error(ErrorCode::kInvalidArgument,
                         "expected a method such as DeviceInfo.1.systeminfo, found \"" + method +
                             "\": it names no plugin");
  }
  if (callsign != kController) {
    const Result<void> active = co_await activate(core, callsign, deadline);
    if (!active) co_return active.error();
  }
  if (core->closed_) co_return make_error(ErrorCode::kClosed, "the Thunder state was closed");
  const PluginPtr plugin = core->plugin(callsign);
  const std::uint64_t changes = plugin->changes;
  Reply reply = co_await core->pool_.call(method, params, deadline);
  if (reply || reply.error().code != ErrorCode::kPluginInactive || callsign == kController) {
    co_return reply;
  }

  // The same code stands for a value that is not there, so the status decides, and whether the
  // plugin went and came back meanwhile.
  if (core->closed_) co_return reply;
  const Result<PluginState> found = co_await status(core, callsign, deadline);
  if (core->closed_ || !found) co_return reply;
  if (is_ready(*found) && plugin->changes == changes) co_return reply;
  core->set_state(*plugin, *found, {});
  const Result<void> active = co_await activate(core, callsign, deadline);
  if (!active) co_return active.error();
  if (core->closed_) co_return reply;
  co_return co_await core->pool_.call(std::move(method), std::move(params), deadline);
}

ThunderState::ThunderState(asio::io_context& loop, ThunderPool& pool,
                           ThunderSubscriptions& subscriptions, StateConfig config)
    : core_(std::make_shared<Core>(loop, pool, subscriptions, std::move(config))) {
  core_->start();
}

ThunderState::~ThunderState() { core_->close(); }

PluginState ThunderState::state_of(const std::string& callsign) const {
  return core_->state_of(callsign);
}

asio::awaitable<Result<void>> ThunderState::activate(std::string callsign, Deadline deadline) {
  return Core::activate(core_, std::move(callsign), deadline);
}

asio::awaitable<Result<void>> ThunderState::ready(std::string callsign, Deadline deadline) {
  return Core::ready(core_, std::move(callsign), deadline);
}

asio::awaitable<Result<void>> ThunderState::mandatory_ready(Deadline deadline) {
  return Core::mandatory_ready(core_, deadline);
}

asio::awaitable<Reply> ThunderState::call(std::string method, Json::Value params,
                                          Deadline deadline) {
  return Core::call(core_, std::move(method), std::move(params), deadline);
}

std::size_t ThunderState::parked_calls() const { return core_->parked_calls(); }

}  // namespace ripple::thunder
