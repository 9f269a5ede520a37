/// Lookup data: tables that the operator replaces while the platform runs, and that apps read with
/// `lookup.get`.
///
/// Configuration, one of
///     {"replace":{TABLE:{KEY:VALUE}}}   the whole data at once
///     {"begin":{}}  {"extend":{TABLE:{KEY:VALUE}}} ...  {"finish":{}}   in chunks; or {"abort":{}}
/// `extend`, `finish` and `abort` without `begin`, and a second `begin`, are kFailedPrecondition.
/// Requests see the version that was current when they arrived, to their end.
#pragma once

#include <optional>

#include "main/services/lookup_data.hpp"
#include "main/services/service.hpp"

namespace ripple::services {

/// A request's face of the lookup data: one version of it.
class LookupProxy {
 public:
  explicit LookupProxy(LookupData data) : data_(std::move(data)) {}

  /// {"table":T,"keys":[K..]} -> {"values":{K:V..}}; keys that the table has not are left out.
  /// kNothingToReturn: no such table.
  Result<Json::Value> get(const Json::Value& params) const;

 private:
  LookupData data_;
};

class LookupService final : public Service {
 public:
  std::string_view name() const override { return "lookup"; }
  Result<void> configure(const Json::Value& configuration) override;
  /// {"table":..,"keys":[..]}, answered from the current version.
  Result<Json::Value> call(const Json::Value& arguments) override;

  LookupData current() const { return current_; }
  LookupProxy create_proxy(LookupData version) const { return LookupProxy(std::move(version)); }

 private:
  LookupData current_ = std::make_shared<const LookupTables>();
  std::optional<LookupTables> next_;  // between begin and finish
};

}  // namespace ripple::services
