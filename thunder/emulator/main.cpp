// thunder-emulator: the emulated Thunder server as a program.

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <system_error>

#include "emulator/emulator.hpp"

namespace {

using ripple::thunder::emulator::Emulator;
using ripple::thunder::emulator::EmulatorConfig;
using ripple::thunder::emulator::Generation;

constexpr int kBadConfiguration = 78;

/// The device profile where it was installed with this program, or else in the source tree.
std::string default_profile() {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed =
      program.parent_path().parent_path() / RIPPLE_THUNDER_INSTALLED_PROFILES "/device.json";
  if (!error && fs::exists(installed, error)) return installed.string();
  return RIPPLE_THUNDER_PROFILES "/device.json";
}

}  // namespace

int main(int argc, char** argv) {
  EmulatorConfig config;
  config.port = 9998;
  std::string profile_path = default_profile();
  int idle_seconds = 180;
  CLI::App app("A Thunder server without a device. Prints one line of JSON when it listens.");
  app.add_option("--port", config.port, "port on the loopback interface; 0 for any")
      ->capture_default_str();
  app.add_option("--generation", config.generation, "which release's behaviour: r4 or r5")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Generation>{{"r4", Generation::kR44}, {"r5", Generation::kR5}}));
  app.add_option("--profile", profile_path,
                 "the plugins: a profile, or data of Ripple's mock device")
      ->capture_default_str();
  app.add_option("--token", config.tokens, "accept only these tokens at the handshake");
  app.add_option("--idle-time", idle_seconds, "seconds between scans for idle links")
      ->capture_default_str();
  app.add_option("--token-without-rights", config.tokens_without_rights,
                 "accept these at the handshake, and refuse every call");
  app.add_flag("--no-delay", config.no_delay,
               "set TCP_NODELAY, which Thunder does not: long messages arrive 44 ms earlier");
  CLI11_PARSE(app, argc, argv);
  config.idle_scan = std::chrono::seconds(idle_seconds);

  auto loaded = ripple::thunder::emulator::load_profile(profile_path);
  if (!loaded.problem.empty()) {
    std::cerr << "thunder-emulator: " << loaded.problem << '\n';
    return kBadConfiguration;
  }
  config.profile = std::move(loaded.profile);

  boost::asio::io_context loop(1);
  Emulator emulator(loop, std::move(config));
  const auto listening = emulator.listen();
  if (!listening.problem.empty()) {
    std::cerr << "thunder-emulator: " << listening.problem << '\n';
    return 1;
  }
  boost::asio::signal_set signals(loop, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code&, int) {
    emulator.stop();
    loop.stop();
  });
  // Whoever reads the line may send a signal at once.
  std::cout << R"({"port":)" << listening.port << R"(,"url":"ws://127.0.0.1:)" << listening.port
            << R"(/jsonrpc"})" << std::endl;
  loop.run();
  return 0;
}
