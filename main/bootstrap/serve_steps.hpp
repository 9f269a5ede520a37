/// The steps that open the platform to apps.
#pragma once

#include "main/bootstrap/boot_step.hpp"

namespace ripple::bootstrap {

/// The first configuration of the gateway's services.
class ConfigureServices final : public BootStep {
 public:
  std::string_view name() const override { return "ConfigureServices"; }
  Result<void> run(Platform& platform) override;
};

/// The listeners and the control socket.
class StartGateway final : public BootStep {
 public:
  std::string_view name() const override { return "Gateway"; }
  Result<void> run(Platform& platform) override;
  /// Answers what is in flight, then closes every connection with 1001.
  void undo(Platform& platform) override;
};

/// Says that apps can connect; the first apps are launched.
class Launch final : public BootStep {
 public:
  std::string_view name() const override { return "Launch"; }
  Result<void> run(Platform& platform) override;
};

}  // namespace ripple::bootstrap
