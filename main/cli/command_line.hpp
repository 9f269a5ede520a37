/// What the user asked for, as values.
///
///     auto parsed = parse_command_line(argc, argv);
///     if (auto* done = std::get_if<EarlyExit>(&parsed)) return done->code;   // help, usage error
///     std::visit(overloaded{[](const RunCommand& run) { .. }, ..}, std::get<Command>(parsed));
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "main/manifest/manifest.hpp"

namespace ripple::cli {

/// Which gateway to talk to, and as which app.
struct GatewayAddress {
  std::string url = "ws://127.0.0.1:3474";
  std::string app = "refui";
  std::chrono::milliseconds timeout{10000};  ///< for the connection and each answer
};

/// `ripple run DIR|FILE`: start the platform.
struct RunCommand {
  std::filesystem::path manifest;
  manifest::Overrides overrides;
  bool json = false;
};

/// `ripple check DIR|FILE`: load and enforce without starting.
struct CheckCommand {
  std::filesystem::path manifest;
  manifest::Overrides overrides;
  bool json = false;
};

/// `ripple inspect LIB`: what a library declares.
struct InspectCommand {
  std::filesystem::path library;
  bool json = false;
};

/// `ripple call METHOD [PARAMS]`: one request to a gateway.
struct CallCommand {
  std::string method;
  std::optional<std::string> params;  ///< JSON text, not yet checked
  GatewayAddress gateway;
  bool json = false;
};

/// `ripple watch EVENT [PARAMS]`: subscribe and print.
struct WatchCommand {
  std::string event;
  std::optional<std::string> params;  ///< JSON text, not yet checked
  GatewayAddress gateway;
  std::optional<std::uint64_t> count;  ///< stop after so many events
};

/// `ripple control SERVICE [JSON]`: one frame to the control socket.
struct ControlCommand {
  std::string service;
  std::optional<std::string> value;  ///< JSON text, not yet checked
  bool call = false;                 ///< ask the service instead of configuring it
  std::optional<std::filesystem::path> socket;
  std::chrono::milliseconds timeout{10000};
};

/// `ripple version`
struct VersionCommand {
  bool json = false;
};

using Command = std::variant<RunCommand, CheckCommand, InspectCommand, CallCommand, WatchCommand,
                             ControlCommand, VersionCommand>;

/// Nothing to do but print and exit: help, the version, or a usage error (EX_USAGE).
struct EarlyExit {
  int code = 0;
  std::string out, err;
};

/// Never throws and prints nothing.
std::variant<Command, EarlyExit> parse_command_line(int argc, const char* const* argv);

}  // namespace ripple::cli
