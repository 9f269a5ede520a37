#include "launcher/launcher_channel.hpp"

#include <chrono>
#include <optional>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/launcher.hpp>
#include <ripple/invocation.hpp>
#include <ripple/json.hpp>
#include <ripple/serve.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "launcher/app_library.hpp"
#include "launcher/running_apps.hpp"
#include "launcher/start_page.hpp"

namespace ripple::launcher {
namespace {

using contracts::Launcher;

constexpr std::int64_t kDefaultGraceMilliseconds = 2000;
constexpr std::int64_t kLongestGraceMilliseconds = 60'000;

Result<std::chrono::milliseconds> read_grace(const Json::Value& config) {
  std::optional<std::int64_t> grace;
  if (auto read = read_member(config, "grace_ms", grace); !read) return read.error();
  if (grace && (*grace < 0 || *grace > kLongestGraceMilliseconds)) {
    return Error{ErrorCode::kBadManifest,
                 "#/grace_ms: expected 0 to " + std::to_string(kLongestGraceMilliseconds) +
                     ", found " + std::to_string(*grace),
                 ""};
  }
  return std::chrono::milliseconds(grace.value_or(kDefaultGraceMilliseconds));
}

template <typename Event>
void tell(const Node& node, const typename Event::Payload& payload) {
  Event event;
  event.payload = payload;
  if (auto sent = node.emit(event); !sent) node.log(LogLevel::kWarning, sent.error().message);
}

Task<Result<AppLibrary>> read_library(Node node) {
  const auto config = co_await node.call(contracts::Config::launcher_config{});
  if (!config) {
    co_return Error{config.error().code,
                    "the apps of the manifest cannot be had: " + config.error().message, ""};
  }
  auto library = AppLibrary::parse(*config);
  if (!library) {
    co_return Error{library.error().code, "app library: " + library.error().message, ""};
  }
  co_return std::move(*library);
}

class LauncherHandlers {
 public:
  LauncherHandlers(Node node, RunningApps& apps) : node_(std::move(node)), apps_(apps) {}

  Task<void> operator()(Launcher::Launch& c) const {
    // Read anew: which port the gateway listens on may be known only since it is up.
    const auto library = co_await read_library(node_);
    if (!library) co_return c.fail(library.error());
    const auto& app_id = c.params.app_id;
    if (apps_.is_running(app_id)) co_return c.reply(apps_.started(app_id));
    const auto command = command_for(c.params, *library);
    if (!command) co_return c.fail(command.error());
    const auto started = apps_.start(app_id, c.params.session_id.value_or(""), *command);
    if (!started) co_return c.fail(started.error());
    c.reply(*started);
    tell<Launcher::OnAppStarted>(node_, *started);
  }

  void operator()(Launcher::Close& c) const { answer(c, apps_.close(c.params.app_id)); }
  void operator()(Launcher::SetState& c) const {
    answer(c, apps_.set_state(c.params.app_id, c.params.state));
  }
  void operator()(Launcher::List& c) const { c.reply(apps_.list()); }
  void operator()(UnknownInvocation& c) const { c.reply_unsupported(); }

 private:
  static Result<LaunchCommand> command_for(const Launcher::launch& request,
                                           const AppLibrary& library) {
    const auto* const app = library.find(request.app_id);
    if (app == nullptr) {
      return Error{ErrorCode::kNotAvailable, "the app library has no app \"" + request.app_id + '"',
                   ""};
    }
    if (!app->command) {
      return Error{ErrorCode::kNotSupported,
                   "app \"" + request.app_id +
                       "\" cannot be started as a process: its manifest has no `launch`",
                   ""};
    }
    LaunchValues values;
    values.app_id = request.app_id;
    values.session_id = request.session_id.value_or("");
    values.endpoint = session_endpoint(library.endpoint(), values.session_id);
    values.start_page = page_with_endpoint(request.url.value_or(app->start_page), values.endpoint);
    return app->command->expand(values);
  }

  template <typename Call>
  static void answer(Call& call, const Result<void>& result) {
    if (result) {
      call.reply(nullptr);
    } else {
      call.fail(result.error());
    }
  }

  Node node_;
  RunningApps& apps_;
};

}  // namespace

Task<void> serve_launcher(Node node, boost::asio::io_context& io) {
  const auto grace = read_grace(node.config());
  if (!grace) {
    throw std::runtime_error("extension manifest, config of this symbol: " + grace.error().message);
  }
  // What is wrong with the apps is said at the start, not when the first one is launched.
  if (const auto library = co_await read_library(node); !library) {
    throw std::runtime_error(library.error().message);
  }
  RunningApps apps(node, io, *grace, [node](const Launcher::EndedApp& ended) {
    tell<Launcher::OnAppEnded>(node, ended);
  });
  co_await serve<Launcher>(node, LauncherHandlers(node, apps));
}

}  // namespace ripple::launcher
