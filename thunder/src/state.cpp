#include "ripple/thunder/state.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include "plugin_table.hpp"
#include "wait_list.hpp"

namespace ripple::thunder {
namespace {

namespace asio = boost::asio;
using Reply = Result<Json::Value>;

constexpr const char* kController = "Controller";
// A mandatory plugin that stayed active this long starts the pauses anew when it fails.
constexpr std::chrono::seconds kStableAfter{5};

Error make_error(ErrorCode code, std::string message) {
  return Error{code, std::move(message), 0, 0};
}

Error closed_error() { return make_error(ErrorCode::kClosed, "the Thunder state was closed"); }

Error not_active_in_time(const std::string& callsign, const Plugin& plugin) {
  return make_error(
      ErrorCode::kDeadlineExceeded,
      callsign + " did not become active in time; it is " + std::string(name_of(plugin.state())));
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
        plugins_(loop.get_executor()),
        stop_(loop.get_executor()) {}

  void start();
  void close();
  PluginState state_of(const std::string& callsign) const { return plugins_.state_of(callsign); }
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
  static asio::awaitable<Result<void>> learn(CorePtr core, std::string callsign, PluginPtr plugin,
                                             Deadline deadline);
  static asio::awaitable<Result<bool>> attempt(CorePtr core, std::string callsign, PluginPtr plugin,
                                               Deadline deadline);

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
  PluginTable plugins_;
  std::vector<Subscription> watched_;
  WaitList<bool> stop_;
  std::size_t parked_ = 0;
  bool closed_ = false;
};

void ThunderState::Core::start() {
  ClientEvents watcher;
  watcher.connected = [core = weak_from_this()] {
    if (const auto self = core.lock()) self->plugins_.forget_all();
  };
  watcher.lost = [core = weak_from_this()](const Error&) {
    if (const auto self = core.lock()) self->plugins_.forget_all();
  };
  pool_.events().watch(std::move(watcher));
  watched_.push_back(subscriptions_.subscribe(kController, "statechange",
                                              [core = weak_from_this()](const Json::Value& params) {
                                                if (const auto self = core.lock())
                                                  self->plugins_.heard(params);
                                              }));
  for (const std::string& callsign : config_.mandatory) {
    spawn(keep(shared_from_this(), callsign));
  }
}

void ThunderState::Core::close() {
  closed_ = true;
  watched_.clear();
  stop_.tell(true);
  plugins_.wake_all(closed_error());
}

asio::awaitable<Result<PluginState>> ThunderState::Core::status(CorePtr core, std::string callsign,
                                                                Deadline deadline) {
  const Reply reply = co_await core->pool_.call(std::string(kController) + ".1.status@" + callsign,
                                                Json::Value(), deadline);
  if (reply) co_return state_in(*reply, callsign);
  const ErrorCode code = reply.error().code;
  if (code == ErrorCode::kUnknownKey || code == ErrorCode::kUnknownPlugin) {
    co_return PluginState::kMissing;
  }
  co_return reply.error();
}

asio::awaitable<Result<void>> ThunderState::Core::activate(CorePtr core, std::string callsign,
                                                           Deadline deadline) {
  if (core->closed_) co_return closed_error();
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
  const PluginPtr plugin = core->plugins_.at(callsign);
  if (!plugin->is_activating) {
    plugin->is_activating = true;
    core->spawn(run_activation(core, callsign, plugin));
  }
  std::optional<Result<void>> outcome = co_await plugin->activated.wait(deadline);
  if (!outcome) {
    co_return not_active_in_time(callsign, *plugin);
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
  core->plugins_.drop_if_missing(callsign);
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
      co_return not_active_in_time(callsign, *plugin);
    }
    const Deadline pause = deadline.or_sooner(backoff.next());
    co_await plugin->changed.wait(pause);
    if (core->closed_) co_return closed_error();
    is_active = plugin->is_ready();
  }
  co_return Result<void>();
}

// True when the plugin is active, false when another attempt may help.
asio::awaitable<Result<bool>> ThunderState::Core::attempt(CorePtr core, std::string callsign,
                                                          PluginPtr plugin, Deadline deadline) {
  if (core->closed_) co_return closed_error();
  std::uint64_t asked_at = plugin->changes();
  const Result<PluginState> found = co_await status(core, callsign, deadline);
  if (core->closed_) co_return closed_error();
  if (!found) co_return found.error();
  core->plugins_.answered(*plugin, *found, asked_at);
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
  asked_at = plugin->changes();
  const Reply reply = co_await core->pool_.call(std::string(kController) + ".1.activate",
                                                std::move(params), deadline);
  if (core->closed_) co_return closed_error();
  if (reply) {
    if (!plugin->is_ready()) core->plugins_.answered(*plugin, PluginState::kActivated, asked_at);
    co_return true;
  }
  switch (reply.error().code) {
    case ErrorCode::kIllegalState:
    case ErrorCode::kInProgress:
    case ErrorCode::kPendingConditions:
    case ErrorCode::kServerTimeout:
      co_return false;
    default:
      co_return reply.error();
  }
}

// Asks for the state of a plugin of which nothing is known, as soon as there is a connection. What
// is heard meanwhile knows better than the answer, and a lost connection is no answer.
asio::awaitable<Result<void>> ThunderState::Core::learn(CorePtr core, std::string callsign,
                                                        PluginPtr plugin, Deadline deadline) {
  const Result<void> connected = co_await core->pool_.connected(deadline);
  if (core->closed_) co_return closed_error();
  if (!connected) co_return connected.error();
  const std::uint64_t asked_at = plugin->changes();
  const Result<PluginState> found = co_await status(core, callsign, deadline);
  if (core->closed_) co_return closed_error();
  if (found && *found == PluginState::kUnknown) {
    co_return make_error(ErrorCode::kMalformedReply,
                         "expected the state of " + callsign + " in the server's answer");
  }
  if (found) core->plugins_.answered(*plugin, *found, asked_at);
  const bool is_final = !found && found.error().code != ErrorCode::kLinkLost &&
                        found.error().code != ErrorCode::kNotConnected;
  if (is_final) co_return found.error();
  co_return Result<void>();
}

asio::awaitable<Result<void>> ThunderState::Core::ready(CorePtr core, std::string callsign,
                                                        Deadline deadline) {
  while (!core->closed_) {
    const PluginPtr plugin = core->plugins_.at(callsign);
    if (plugin->is_ready()) co_return Result<void>();
    if (plugin->state() == PluginState::kUnknown) {
      const Result<void> known = co_await learn(core, callsign, plugin, deadline);
      if (!known) co_return known.error();
      continue;
    }
    const std::optional<bool> told = co_await plugin->changed.wait(deadline);
    if (!told) co_return not_active_in_time(callsign, *plugin);
  }
  co_return closed_error();
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
    const std::optional<bool> told = co_await core->plugins_.any_change().wait(deadline);
    if (!told) {
      co_return make_error(ErrorCode::kDeadlineExceeded,
                           "mandatory plugins are not active: " + core->missing_mandatory());
    }
  }
  if (core->closed_) co_return closed_error();
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
      const PluginPtr plugin = core->plugins_.at(callsign);
      const Deadline::Clock::time_point since = Deadline::Clock::now();
      while (!core->closed_ && (plugin->is_ready() || plugin->reason() == "Requested")) {
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
  if (core->closed_) co_return closed_error();
  const PluginPtr plugin = core->plugins_.at(callsign);
  const std::uint64_t changes = plugin->changes();
  Reply reply = co_await core->pool_.call(method, params, deadline);
  if (reply || reply.error().code != ErrorCode::kPluginInactive || callsign == kController) {
    co_return reply;
  }

  // The same code stands for a value that is not there, so the status decides, and whether the
  // plugin went and came back meanwhile.
  if (core->closed_) co_return reply;
  const std::uint64_t asked_at = plugin->changes();
  const Result<PluginState> found = co_await status(core, callsign, deadline);
  if (core->closed_ || !found) co_return reply;
  if (is_ready(*found) && plugin->changes() == changes) co_return reply;
  core->plugins_.answered(*plugin, *found, asked_at);
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
