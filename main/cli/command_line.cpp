#include "main/cli/command_line.hpp"

#include <sysexits.h>

#include <CLI/CLI.hpp>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "main/manifest/suggestion.hpp"
#include "main/manifest/thunder_url.hpp"

namespace ripple::cli {
namespace {

/// Options of one subcommand and the command they fill.
class Parser {
 public:
  Parser() : app_("A platform host: loads extensions by contract and routes messages.", "ripple") {
    app_.set_version_flag("--version", RIPPLE_VERSION);
    app_.require_subcommand(1);
    app_.footer(
        "Examples:\n"
        "  ripple run manifests/linux        start the platform\n"
        "  ripple call device.name           ask it something, from another terminal\n"
        "  ripple watch device.onNameChanged print each change\n"
        "\nripple COMMAND --help tells more about a command.");
    add_run();
    add_check();
    add_inspect();
    add_call();
    add_watch();
    add_control();
    add_version();
  }

  std::variant<Command, EarlyExit> parse(int argc, const char* const* argv) {
    if (argc > 1 && argv[1][0] != '-') {
      if (auto unknown = refuse_unknown_command(argv[1])) return std::move(*unknown);
    }
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return early_exit(error);
    }
    return chosen();
  }

 private:
  void add_run() {
    CLI::App* command = app_.add_subcommand("run", "Start the platform from a manifest");
    add_manifest(command, run_.manifest, run_.overrides);
    add_start_options(command, run_.overrides);
    command->add_flag("--json", run_.json, "Print one JSON object a line");
    command->footer(
        "Examples:\n"
        "  ripple run manifests/linux\n"
        "  ripple run manifests/linux --app-port 0 --internal-port 0 --saved-dir /tmp/state\n"
        "  ripple run manifests/thunder --thunder ws://192.168.1.20:9998/jsonrpc\n"
        "\nEnds with 0 after SIGTERM or SIGINT, 78 when a manifest is at fault, 70 when a part\n"
        "does not start.");
  }

  void add_check() {
    CLI::App* command =
        app_.add_subcommand("check", "Load the extensions and enforce contracts, start nothing");
    add_manifest(command, check_.manifest, check_.overrides);
    command->add_flag("--json", check_.json, "Print one JSON object");
    command->footer(
        "Prints contract -> provider -> library, and what is missing.\n"
        "Examples:\n"
        "  ripple check manifests/linux\n"
        "\nEnds with 0 when the platform could start, 70 or 78 as `ripple run` would.");
  }

  void add_inspect() {
    CLI::App* command = app_.add_subcommand("inspect", "Show what an extension library declares");
    command->add_option("LIB", inspect_.library, "The library's file")->required();
    command->add_flag("--json", inspect_.json, "Print one JSON object");
    command->footer("Examples:\n  ripple inspect build/extensions/libdevice_linux.so");
  }

  void add_call() {
    CLI::App* command = app_.add_subcommand("call", "Send one request to a running gateway");
    command->add_option("METHOD", call_.method, "Such as device.name")->required();
    command->add_option("PARAMS", call_.params, "A JSON object or array");
    add_gateway(command, call_.gateway);
    command->add_flag("--json", call_.json, "Print the whole response on one line");
    command->footer(
        "Examples:\n"
        "  ripple call device.name\n"
        "  ripple call device.setName '{\"value\": \"Kitchen\"}'\n"
        "  ripple call device.version --json --url ws://127.0.0.1:3474 --app refui\n"
        "\nThe result goes to stdout, an error to stderr. Ends with 0; 1 when the answer is an\n"
        "error; 65 when PARAMS are not JSON; 69 when no gateway is there; 75 when it is silent.");
  }

  void add_watch() {
    CLI::App* command = app_.add_subcommand("watch", "Subscribe to an event and print each value");
    command->add_option("EVENT", watch_.event, "Such as device.onNameChanged")->required();
    command->add_option("PARAMS", watch_.params, "A JSON object: the context of the event");
    add_gateway(command, watch_.gateway);
    command->add_option("--count", watch_.count, "Stop after so many events")
        ->check(CLI::PositiveNumber);
    command->footer(
        "Examples:\n"
        "  ripple watch device.onNameChanged\n"
        "  ripple watch device.onNetworkChanged --count 1\n"
        "\nPrints one JSON value a line until interrupted. Exit codes as of `ripple call`.");
  }

  void add_control() {
    CLI::App* command =
        app_.add_subcommand("control", "Configure or ask a service of a running platform");
    command->add_option("SERVICE", control_.service, "Such as log, policy, lookup")->required();
    command->add_option("JSON", control_.value, "The configuration, or with --call the question");
    command->add_flag("--call", control_.call, "Ask instead of configure");
    command->add_option("--control-socket", control_.socket,
                        "The socket of the platform (default: $XDG_RUNTIME_DIR/ripple-control.sock "
                        "or /run/ripple-control.sock for root)");
    add_timeout(command, control_.timeout);
    command->footer(
        "Without JSON the service is asked for what it has to say.\n"
        "Examples:\n"
        "  ripple control log '{\"level\": \"debug\"}'\n"
        "  ripple control log");
  }

  void add_version() {
    CLI::App* command = app_.add_subcommand("version", "Print the version and the ABI");
    command->add_flag("--json", version_.json, "Print one JSON object");
  }

  static void add_manifest(CLI::App* command, std::filesystem::path& path,
                           manifest::Overrides& overrides) {
    command
        ->add_option("MANIFEST", path,
                     "A directory with firebolt-device-manifest.json and its companions, or that "
                     "file")
        ->required();
    command->add_option("--extn", overrides.extn_manifest, "Another extension manifest");
    command->add_option("--apps", overrides.app_library, "Another app library");
    command->add_option("--extensions", overrides.extension_directory,
                        "Where the extension libraries are, instead of default_path");
    command
        ->add_option("--thunder", overrides.thunder,
                     "Where Thunder is, as ws://HOST:PORT/jsonrpc, instead of "
                     "platform_parameters.gateway")
        ->check([](const std::string& url) {
          return manifest::thunder_url_problem(url).value_or(std::string());
        });
  }

  static void add_start_options(CLI::App* command, manifest::Overrides& overrides) {
    command->add_option("--saved-dir", overrides.saved_dir, "Where state is kept");
    command->add_option("--app-port", overrides.app_port, "Port for apps; 0: any free one");
    command->add_option("--internal-port", overrides.internal_port,
                        "Port for first-party apps; 0: any free one");
    command->add_option("--control-socket", overrides.control_socket,
                        "Path of the administrator's socket");
    command
        ->add_option("--log-level", overrides.log_level, "trace, debug, info, warning, error, off")
        ->check(CLI::IsMember({"trace", "debug", "info", "warning", "error", "off"}));
  }

  static void add_gateway(CLI::App* command, GatewayAddress& gateway) {
    command->add_option("--url", gateway.url, "The gateway")->capture_default_str();
    command->add_option("--app", gateway.app, "The app to speak as, unless the URL says so")
        ->capture_default_str();
    add_timeout(command, gateway.timeout);
  }

  static void add_timeout(CLI::App* command, std::chrono::milliseconds& timeout) {
    command
        ->add_option_function<std::uint32_t>(
            "--timeout",
            [&timeout](const std::uint32_t& count) { timeout = std::chrono::milliseconds(count); },
            "Milliseconds to wait for an answer (default: 10000)")
        ->check(CLI::PositiveNumber);
  }

  std::optional<EarlyExit> refuse_unknown_command(const std::string& word) {
    std::vector<std::string> names;
    for (const CLI::App* command : app_.get_subcommands({})) names.push_back(command->get_name());
    const std::vector<std::string_view> known(names.begin(), names.end());
    for (const std::string_view name : known) {
      if (name == word) return std::nullopt;
    }
    return EarlyExit{EX_USAGE,
                     {},
                     "ripple: unknown command \"" + word + '"' +
                         manifest::suggestion_or_all(word, known) + "\n"};
  }

  EarlyExit early_exit(const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    if (app_.exit(error, out, err) == 0) return EarlyExit{0, out.str(), {}};
    const auto chosen = app_.get_subcommands();
    const std::string command = chosen.empty() ? "ripple" : "ripple " + chosen[0]->get_name();
    return EarlyExit{
        EX_USAGE, {}, command + ": " + error.what() + "\nSee " + command + " --help\n"};
  }

  Command chosen() {
    const std::string name = app_.get_subcommands().front()->get_name();
    if (name == "run") return std::move(run_);
    if (name == "check") return std::move(check_);
    if (name == "inspect") return std::move(inspect_);
    if (name == "call") return std::move(call_);
    if (name == "watch") return std::move(watch_);
    if (name == "control") return std::move(control_);
    return version_;
  }

  CLI::App app_;
  RunCommand run_;
  CheckCommand check_;
  InspectCommand inspect_;
  CallCommand call_;
  WatchCommand watch_;
  ControlCommand control_;
  VersionCommand version_;
};

}  // namespace

std::variant<Command, EarlyExit> parse_command_line(int argc, const char* const* argv) {
  return Parser().parse(argc, argv);
}

}  // namespace ripple::cli
