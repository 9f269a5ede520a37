#include "launcher/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace ripple::launcher {
namespace {

/// posix_spawn's two option objects, released together.
class SpawnOptions {
 public:
  SpawnOptions() {
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_init(&actions_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
  }
  SpawnOptions(const SpawnOptions&) = delete;
  SpawnOptions& operator=(const SpawnOptions&) = delete;
  ~SpawnOptions() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  const posix_spawnattr_t* attributes() const { return &attributes_; }
  const posix_spawn_file_actions_t* actions() const { return &actions_; }

 private:
  posix_spawnattr_t attributes_;
  posix_spawn_file_actions_t actions_;
};

std::vector<std::string> merged_environment(const std::map<std::string, std::string>& added) {
  std::vector<std::string> merged;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    if (!added.contains(std::string(text.substr(0, text.find('='))))) merged.emplace_back(text);
  }
  for (const auto& [name, value] : added) merged.push_back(name + '=' + value);
  return merged;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

Error cannot_start(const std::string& program, int reason) {
  return {ErrorCode::kServiceFailure,
          "cannot start " + program + ": " + std::strerror(reason) +
              "; check launch/command in the app's manifest",
          ""};
}

}  // namespace

Result<ChildProcess> ChildProcess::spawn(const LaunchCommand& command) {
  const SpawnOptions options;
  auto arguments = command.arguments();
  auto environment = merged_environment(command.environment());
  pid_t pid = 0;
  const int spawned =
      ::posix_spawnp(&pid, arguments.front().c_str(), options.actions(), options.attributes(),
                     pointers_to(arguments).data(), pointers_to(environment).data());
  if (spawned != 0) return cannot_start(arguments.front(), spawned);
  // Until it is reaped its number cannot be given to another process.
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  ChildProcess process(pid, descriptor);
  if (descriptor < 0) return cannot_start(arguments.front(), errno);
  return process;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), descriptor_(std::exchange(other.descriptor_, -1)) {}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    ::kill(-pid_, SIGKILL);
    siginfo_t ignored{};
    ::waitid(P_PID, static_cast<id_t>(pid_), &ignored, WEXITED);
  }
  if (descriptor_ >= 0) ::close(descriptor_);
}

void ChildProcess::signal(int number) {
  if (pid_ > 0) ::kill(-pid_, number);
}

std::optional<ProcessEnd> ChildProcess::reap() {
  if (pid_ <= 0) return std::nullopt;
  siginfo_t info{};
  const int waited =
      ::waitid(P_PIDFD, static_cast<id_t>(descriptor_), &info, WEXITED | WNOHANG | WNOWAIT);
  if (waited != 0 || info.si_pid == 0) return std::nullopt;
  // Before the process is gone for good, while the number of its group is still its own.
  ::kill(-pid_, SIGKILL);
  ::waitid(P_PIDFD, static_cast<id_t>(descriptor_), &info, WEXITED);
  pid_ = 0;
  if (info.si_code == CLD_EXITED) return ProcessEnd{info.si_status, std::nullopt};
  return ProcessEnd{std::nullopt, info.si_status};
}

void end_all(std::span<ChildProcess* const> processes, std::chrono::milliseconds grace) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + grace;
  for (auto* process : processes) process->signal(SIGTERM);
  for (auto* process : processes) {
    pollfd ended{process->descriptor(), POLLIN, 0};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    if (process->pid() > 0 && left.count() > 0) ::poll(&ended, 1, static_cast<int>(left.count()));
    if (!process->reap()) process->signal(SIGKILL);
  }
}

}  // namespace ripple::launcher
