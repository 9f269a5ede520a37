/// The steps that turn the manifest into built channels and enforced contracts.
#pragma once

#include "main/bootstrap/boot_step.hpp"

namespace ripple::bootstrap {

/// Libraries and builtins become candidates.
class LoadExtensionMetadata final : public BootStep {
 public:
  std::string_view name() const override { return "LoadExtensionMetadata"; }
  Result<void> run(Platform& platform) override;
};

/// Candidates become channels; JSON-RPC documents join the method table.
class LoadExtensions final : public BootStep {
 public:
  std::string_view name() const override { return "LoadExtensions"; }
  Result<void> run(Platform& platform) override;
};

/// Every mandated and required contract has exactly one provider, or none of this starts.
class EnforceContracts final : public BootStep {
 public:
  std::string_view name() const override { return "EnforceContracts"; }
  Result<void> run(Platform& platform) override;
};

}  // namespace ripple::bootstrap
