#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "catalog_fixture.hpp"

namespace ripple::extn {
namespace {

constexpr const char* kDevice = "ripple:channel:device:acme";
constexpr const char* kOther = "ripple:channel:device:other";

class ContractEnforcement : public testing::Test {
 protected:
  ContractEnforcement() { manifest.file = "extn.json"; }
  std::string error() {
    const auto table = enforce_contracts(catalog, manifest);
    if (table) return "none";
    EXPECT_EQ(table.error().code, ErrorCode::kStartFailed);
    return table.error().message;
  }
  manifest::ExtnManifest manifest;
  ExtnCatalog catalog;
};

TEST_F(ContractEnforcement, FindsTheProviderOfEachContract) {
  catalog.candidates = {main_without({RippleContract::kDeviceInfo}),
                        candidate(kDevice, "libacme.so", {RippleContract::kDeviceInfo},
                                  {RippleContract::kDeviceInfo})};
  const auto table = enforce_contracts(catalog, manifest);
  ASSERT_TRUE(table.has_value()) << table.error().message;
  EXPECT_EQ((*table)[static_cast<std::size_t>(RippleContract::kConfig)], 0U);
  EXPECT_EQ((*table)[static_cast<std::size_t>(RippleContract::kDeviceInfo)], 1U);
  EXPECT_FALSE((*table)[static_cast<std::size_t>(RippleContract::kWifi)].has_value());
}

TEST_F(ContractEnforcement, NamesEveryMissingContractInOneMessage) {
  manifest.required_contracts = {RippleContract::kPermissions};
  catalog.candidates = {main_without({RippleContract::kDeviceInfo, RippleContract::kLocalStorage}),
                        candidate(kDevice, "libacme.so", {RippleContract::kLocalStorage}, {})};
  const std::string message = error();
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 2);
  EXPECT_NE(message.find("contract \"device_info\" is mandated and has no provider; no loaded "
                         "library provides it, add one to extn.json"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("contract \"local.storage\" is mandated and has no provider; add it to "
                         "the `fulfills` of ripple:channel:device:acme (libacme.so)"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("contract \"permissions\" is in required_contracts and has no provider"),
            std::string::npos)
      << message;
}

TEST_F(ContractEnforcement, RefusesTwoProvidersWithoutAPreference) {
  catalog.candidates = {
      main_without({}),
      candidate(kDevice, "libacme.so", {RippleContract::kWifi}, {RippleContract::kWifi}),
      candidate(kOther, "libother.so", {RippleContract::kWifi}, {RippleContract::kWifi})};
  EXPECT_EQ(error(),
            "contract \"wifi\" has 2 providers: ripple:channel:device:acme (libacme.so) and "
            "ripple:channel:device:other (libother.so); name one of them in "
            "\"preferred_providers\" of extn.json");
}

TEST_F(ContractEnforcement, TakesThePreferredOfTwoProviders) {
  catalog.candidates = {
      main_without({}),
      candidate(kDevice, "libacme.so", {RippleContract::kWifi}, {RippleContract::kWifi}),
      candidate(kOther, "libother.so", {RippleContract::kWifi}, {RippleContract::kWifi})};
  manifest.preferred_providers.emplace(RippleContract::kWifi, id_of(kOther));
  const auto table = enforce_contracts(catalog, manifest);
  ASSERT_TRUE(table.has_value()) << table.error().message;
  EXPECT_EQ((*table)[static_cast<std::size_t>(RippleContract::kWifi)], 2U);
}

TEST_F(ContractEnforcement, RefusesAPreferenceForSomebodyWhoDoesNotProvide) {
  catalog.candidates = {main_without({}), candidate(kDevice, "libacme.so", {RippleContract::kWifi},
                                                    {RippleContract::kWifi})};
  manifest.preferred_providers.emplace(RippleContract::kWifi, id_of(kOther));
  EXPECT_EQ(error(),
            "contract \"wifi\": the preferred provider ripple:channel:device:other does not "
            "fulfill it; correct \"preferred_providers\" of extn.json");
}

TEST_F(ContractEnforcement, AllowsAnyNumberOfProvidersOfAPluralContract) {
  const std::vector plural{RippleContract::kJsonRpsee};
  catalog.candidates = {main_without({}), candidate(kDevice, "libacme.so", plural, plural),
                        candidate(kOther, "libother.so", plural, plural)};
  const auto table = enforce_contracts(catalog, manifest);
  ASSERT_TRUE(table.has_value()) << table.error().message;
  EXPECT_FALSE((*table)[static_cast<std::size_t>(RippleContract::kJsonRpsee)].has_value());
}

TEST_F(ContractEnforcement, TabulatesProvidersAndWhatIsMissing) {
  manifest.required_contracts = {RippleContract::kPermissions};
  catalog.candidates = {main_without({}), candidate(kDevice, "libacme.so", {RippleContract::kWifi},
                                                    {RippleContract::kWifi})};
  const auto rows = contract_table(catalog, manifest);
  const auto row_of = [&](RippleContract contract) {
    return std::find_if(rows.begin(), rows.end(),
                        [&](const ContractRow& row) { return row.contract == contract; });
  };
  ASSERT_NE(row_of(RippleContract::kWifi), rows.end());
  EXPECT_EQ(row_of(RippleContract::kWifi)->provider, kDevice);
  EXPECT_EQ(row_of(RippleContract::kWifi)->library, "libacme.so");
  EXPECT_FALSE(row_of(RippleContract::kWifi)->mandated);
  ASSERT_NE(row_of(RippleContract::kPermissions), rows.end());
  EXPECT_TRUE(row_of(RippleContract::kPermissions)->required);
  EXPECT_TRUE(row_of(RippleContract::kPermissions)->provider.empty());
  EXPECT_EQ(row_of(RippleContract::kKeyboard), rows.end());
}

}  // namespace
}  // namespace ripple::extn
