/// One step of bootstrap, and its undoing.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "main/bootstrap/platform.hpp"
#include "ripple/error.hpp"

namespace ripple::bootstrap {

class BootStep {
 public:
  virtual ~BootStep() = default;
  virtual std::string_view name() const = 0;
  virtual Result<void> run(Platform& platform) = 0;
  /// Called in reverse order for each step that has run, and for the one that failed.
  virtual void undo(Platform&) {}
};

/// The steps from metadata to launch, in order.
std::vector<std::unique_ptr<BootStep>> boot_steps();

}  // namespace ripple::bootstrap
