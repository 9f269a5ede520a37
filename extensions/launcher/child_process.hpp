/// A process of our own, in a process group of its own, known by a descriptor instead of a signal.
///
///     auto process = ChildProcess::spawn(command);
///     wait_readable(process->descriptor());        // it has ended
///     auto end = process->reap();
///
/// Nothing here touches SIGCHLD, so it gets along with whatever else the program does. An object
/// that goes takes its process group with it. One thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <ripple/error.hpp>
#include <span>

#include "launcher/launch_command.hpp"

namespace ripple::launcher {

/// How a process ended; one of the two.
struct ProcessEnd {
  std::optional<int> exit_code;
  std::optional<int> signal;
};

class ChildProcess {
 public:
  /// Starts it with default signal handling, the platform's standard output and error, and no other
  /// descriptor. kServiceFailure, naming the program, when it cannot be started.
  static Result<ChildProcess> spawn(const LaunchCommand& command);

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  /// Readable once the process has ended. Stays owned by this object.
  int descriptor() const { return descriptor_; }

  /// Sends a signal to the whole group; nothing happens when it has ended.
  void signal(int number);

  /// How it ended, or nothing while it runs. Never waits. What is left of its group is killed.
  std::optional<ProcessEnd> reap();

 private:
  ChildProcess(pid_t pid, int descriptor) : pid_(pid), descriptor_(descriptor) {}

  pid_t pid_;
  int descriptor_;
};

/// Asks all to end, waits for them at most `grace` long, then kills the rest. Blocks.
void end_all(std::span<ChildProcess* const> processes, std::chrono::milliseconds grace);

}  // namespace ripple::launcher
