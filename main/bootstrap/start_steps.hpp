/// The steps that start channels and wait until they keep their promises.
#pragma once

#include "main/bootstrap/boot_step.hpp"

namespace ripple::bootstrap {

/// Main's own channels, which the others may ask while they start.
class StartBuiltinChannels final : public BootStep {
 public:
  std::string_view name() const override { return "StartBuiltinChannels"; }
  Result<void> run(Platform& platform) override;
  /// Stops every channel that was started, in reverse order, within `host.timeouts.stop`.
  void undo(Platform& platform) override;
};

/// All device channels are ready when this step is over.
class StartDeviceChannels final : public BootStep {
 public:
  std::string_view name() const override { return "StartDeviceChannels"; }
  Result<void> run(Platform& platform) override;
};

/// The rest: distributor, launcher, ...
class StartDeferredChannels final : public BootStep {
 public:
  std::string_view name() const override { return "StartDeferredChannels"; }
  Result<void> run(Platform& platform) override;
};

/// Every promised contract has its processor within the manifest's timeout.
class AwaitContracts final : public BootStep {
 public:
  std::string_view name() const override { return "AwaitContracts"; }
  Result<void> run(Platform& platform) override;
};

}  // namespace ripple::bootstrap
