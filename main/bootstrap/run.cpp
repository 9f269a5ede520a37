#include "main/bootstrap/run.hpp"

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ostream>

#include "main/bootstrap/bootstrap.hpp"
#include "main/bootstrap/builtin_candidates.hpp"
#include "main/bootstrap/load_steps.hpp"
#include "main/bootstrap/service_notice.hpp"
#include "main/cli/check.hpp"
#include "main/cli/exit_code.hpp"
#include "ripple/json.hpp"

namespace ripple::bootstrap {
namespace {

using Clock = std::chrono::steady_clock;

// One connection is one descriptor; the usual soft limit of 1024 is below the manifest's.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string url(const manifest::Listener& listener, std::uint16_t port) {
  const bool v6 = listener.address.find(':') != std::string::npos;
  return "ws://" + (v6 ? "[" + listener.address + "]" : listener.address) + ":" +
         std::to_string(port);
}

void announce(const Platform& platform, const Bootstrap::Durations& durations,
              Clock::duration total, bool json, std::ostream& out) {
  const auto milliseconds = std::chrono::duration<double, std::milli>(total).count();
  const manifest::DeviceManifest& device = platform.manifest.device;
  if (json) {
    Json::Value line(Json::objectValue);
    line["ready"] = true;
    line["milliseconds"] = milliseconds;
    if (platform.ports.app) line["app_port"] = *platform.ports.app;
    if (platform.ports.internal) line["internal_port"] = *platform.ports.internal;
    for (const auto& [step, took] : durations) {
      line["steps"][step] = static_cast<double>(took.count()) / 1000;
    }
    out << print_json(line) << std::endl;
    return;
  }
  out << "ripple is ready after " << static_cast<int>(milliseconds) << " ms";
  if (platform.ports.app) out << "\n  apps      " << url(device.app_listener, *platform.ports.app);
  if (platform.ports.internal) {
    const std::string internal = url(device.internal_listener, *platform.ports.internal);
    out << "\n  internal  " << internal << "\n  try       ripple call device.name";
    if (*platform.ports.internal != 3474) out << " --url " << internal;
  }
  out << std::endl;
}

}  // namespace

int run_platform(const cli::RunCommand& options, const cli::Terminal& terminal) {
  const Clock::time_point begin = Clock::now();
  std::signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();

  Bootstrap::Durations durations;
  Result<manifest::Manifest> manifest =
      manifest::load_manifest(options.manifest, options.overrides);
  if (!manifest) {
    return terminal.fail(cli::exit_code_of(manifest.error()), manifest.error().message);
  }
  durations.emplace_back("Manifest", std::chrono::duration_cast<std::chrono::microseconds>(
                                         Clock::now() - begin));

  const Result<std::int32_t> level =
      services::parse_log_level(manifest->device.host.log_level);
  services::LogService log(level ? *level : RIPPLE_LOG_INFO);
  Json::Value modules(Json::objectValue);
  for (const auto& [module, text] : manifest->device.host.log_modules) modules[module] = text;
  Json::Value log_configuration(Json::objectValue);
  log_configuration["modules"] = modules;
  if (Result<void> done = log.configure(log_configuration); !done) {
    return terminal.fail(EX_CONFIG, manifest->device.file.string() + ": /host/log: " +
                                        done.error().message);
  }
  for (const std::string& warning : manifest->warnings) {
    log.write("manifest", RIPPLE_LOG_WARNING, warning);
  }

  const Clock::time_point broker_begin = Clock::now();
  Platform platform(std::move(*manifest), log);
  durations.emplace_back("CommunicationBroker",
                         std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() -
                                                                               broker_begin));
  Bootstrap bootstrap(platform, boot_steps());
  if (Result<void> up = bootstrap.start(); !up) {
    if (up.error().code == ErrorCode::kCancelled) return EXIT_SUCCESS;
    log.flush();
    return terminal.fail(cli::exit_code_of(up.error()), up.error().message);
  }
  durations.insert(durations.end(), bootstrap.durations().begin(), bootstrap.durations().end());
  announce(platform, durations, Clock::now() - begin, options.json, terminal.out());
  if (!notify_service_manager("READY=1")) {
    log.write("bootstrap", RIPPLE_LOG_WARNING,
              "the service manager could not be told: $NOTIFY_SOCKET cannot be reached");
  }

  platform.run();

  notify_service_manager("STOPPING=1");
  bootstrap.stop();
  if (platform.channels.running().empty()) return EXIT_SUCCESS;
  // A channel that would not stop still runs on its thread: nothing that it uses may go away.
  terminal.out().flush();
  log.flush();
  std::_Exit(EXIT_SUCCESS);
}

int check_platform(const cli::CheckCommand& command, const cli::Terminal& terminal) {
  // Only the metadata of the builtins is read: nothing of these platforms is started.
  services::LogService log(RIPPLE_LOG_OFF);
  const auto build_channels = [&](manifest::Manifest manifest) -> Result<void> {
    Platform built(std::move(manifest), log);
    if (Result<void> found = LoadExtensionMetadata().run(built); !found) return found;
    return LoadExtensions().run(built);
  };
  Platform platform({}, log);
  Result<std::vector<extn::ExtnCandidate>> builtins = make_builtin_candidates(platform);
  if (!builtins) return terminal.fail(cli::exit_code_of(builtins.error()), builtins.error().message);
  return cli::run_check(command, std::move(*builtins), build_channels, terminal);
}

}  // namespace ripple::bootstrap
