/// Runs the steps of bootstrap in order, and undoes them in reverse.
///
///     Bootstrap bootstrap(platform, boot_steps());
///     if (Result<void> up = bootstrap.start(); !up) ...   // already undone
///     platform.run();
///     bootstrap.stop();
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "main/bootstrap/boot_step.hpp"

namespace ripple::bootstrap {

class Bootstrap {
 public:
  Bootstrap(Platform& platform, std::vector<std::unique_ptr<BootStep>> steps)
      : platform_(platform), steps_(std::move(steps)) {}

  /// The first failure undoes what was started and is returned, with the name of its step in the
  /// log.
  Result<void> start();
  void stop();

  /// How long each step took.
  using Durations = std::vector<std::pair<std::string, std::chrono::microseconds>>;
  const Durations& durations() const { return durations_; }

 private:
  Platform& platform_;
  std::vector<std::unique_ptr<BootStep>> steps_;
  std::size_t begun_ = 0;
  Durations durations_;
};

}  // namespace ripple::bootstrap
