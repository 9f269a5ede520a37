#include "launcher/child_process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <ripple/json.hpp>
#include <string>
#include <vector>

#include "machine_fixture.hpp"

using ripple::launcher::ChildProcess;
using ripple::launcher::end_all;
using ripple::launcher::LaunchCommand;
using ripple::launcher::ProcessEnd;

namespace {

constexpr std::chrono::seconds kDeadline{20};

LaunchCommand command(const std::vector<std::string>& arguments) {
  Json::Value launch;
  launch["command"] = ripple::to_json(arguments);
  launch["environment"]["GREETING"] = "hello";
  return *LaunchCommand::parse(launch);
}

ProcessEnd wait_for_end(ChildProcess& process) {
  pollfd ended{process.descriptor(), POLLIN, 0};
  ::poll(&ended, 1, static_cast<int>(std::chrono::milliseconds(kDeadline).count()));
  return process.reap().value_or(ProcessEnd{});
}

/// A pipe by name: processes hold its other end open, and write "ready" when they are.
class Fifo {
 public:
  Fifo() : path_((machine_.root() / "fifo").string()) {
    ::mkfifo(path_.c_str(), 0600);
    descriptor_ = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;
  ~Fifo() { ::close(descriptor_); }

  const std::string& path() const { return path_; }

  bool wait_until_ready() { return wait_for(POLLIN) && ::read(descriptor_, buffer_, 6) == 6; }
  /// Nobody has the other end open any more.
  bool wait_until_closed() { return wait_for(POLLHUP); }

 private:
  bool wait_for(short event) const {
    pollfd other{descriptor_, event, 0};
    ::poll(&other, 1, static_cast<int>(std::chrono::milliseconds(kDeadline).count()));
    return (other.revents & event) != 0;
  }

  MachineFixture machine_;
  std::string path_;
  char buffer_[6] = {};
  int descriptor_ = -1;
};

}  // namespace

TEST(ChildProcess, TellsTheExitCode) {
  auto process = ChildProcess::spawn(command({"/bin/true"}));
  ASSERT_TRUE(process) << process.error().message;
  EXPECT_EQ(wait_for_end(*process).exit_code, 0);

  auto failing = ChildProcess::spawn(command({"sh", "-c", "exit 7"}));
  ASSERT_TRUE(failing) << failing.error().message;
  EXPECT_EQ(wait_for_end(*failing).exit_code, 7);
}

TEST(ChildProcess, TellsTheSignalThatEndedIt) {
  auto process = ChildProcess::spawn(command({"sleep", "1000"}));
  ASSERT_TRUE(process) << process.error().message;
  EXPECT_FALSE(process->reap());
  process->signal(SIGTERM);
  const auto end = wait_for_end(*process);
  EXPECT_EQ(end.signal, SIGTERM);
  EXPECT_FALSE(end.exit_code);
}

TEST(ChildProcess, HasTheEnvironmentOfItsCommand) {
  auto process =
      ChildProcess::spawn(command({"sh", "-c", "test \"$GREETING\" = hello -a -n \"$PATH\""}));
  ASSERT_TRUE(process) << process.error().message;
  EXPECT_EQ(wait_for_end(*process).exit_code, 0);
}

TEST(ChildProcess, InheritsNoDescriptorBeyondStandardError) {
  const int open = ::dup2(STDERR_FILENO, 77);
  auto process = ChildProcess::spawn(command({"sh", "-c", "! test -e /proc/self/fd/77"}));
  ASSERT_TRUE(process) << process.error().message;
  EXPECT_EQ(wait_for_end(*process).exit_code, 0);
  ::close(open);
}

TEST(ChildProcess, CannotBeStartedWithoutAProgram) {
  const auto process = ChildProcess::spawn(command({"/nowhere/browser"}));
  ASSERT_FALSE(process);
  EXPECT_EQ(process.error().message,
            "cannot start /nowhere/browser: No such file or directory; check launch/command in the "
            "app's manifest");
}

TEST(ChildProcess, TakesItsWholeGroupWithIt) {
  Fifo fifo;
  {
    auto process = ChildProcess::spawn(
        command({"sh", "-c", "exec >\"$0\"; echo ready; sleep 1000 & wait", fifo.path()}));
    ASSERT_TRUE(process) << process.error().message;
    ASSERT_TRUE(fifo.wait_until_ready());
  }
  EXPECT_TRUE(fifo.wait_until_closed());
}

TEST(ChildProcess, LeavesNothingOfItsGroupBehindWhenItEnds) {
  Fifo fifo;
  auto process = ChildProcess::spawn(
      command({"sh", "-c", "exec >\"$0\"; echo ready; sleep 1000 & exit 3", fifo.path()}));
  ASSERT_TRUE(process) << process.error().message;
  EXPECT_EQ(wait_for_end(*process).exit_code, 3);
  EXPECT_TRUE(fifo.wait_until_closed());
}

TEST(EndAll, KillsWhatDoesNotEndByItself) {
  Fifo fifo;
  auto polite = ChildProcess::spawn(command({"sleep", "1000"}));
  auto stubborn = ChildProcess::spawn(command(
      {"sh", "-c", "trap '' TERM; echo ready >\"$0\"; while :; do sleep 1; done", fifo.path()}));
  ASSERT_TRUE(polite && stubborn);
  ASSERT_TRUE(fifo.wait_until_ready());
  const std::array<ChildProcess*, 2> processes = {&*polite, &*stubborn};
  end_all(processes, std::chrono::milliseconds(20));
  EXPECT_FALSE(polite->reap());
  EXPECT_EQ(wait_for_end(*stubborn).signal, SIGKILL);
}
