#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ripple/contracts/registry.hpp>
#include <ripple/json.hpp>
#include <set>
#include <string>
#include <valijson/adapters/jsoncpp_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace ripple::contracts {
namespace {

Json::Value parsed(std::string_view text) {
  const Result<Json::Value> value = parse_json(text);
  EXPECT_TRUE(value) << text;
  return value ? *value : Json::Value();
}

bool is_valid(std::string_view schema_text, std::string_view value_text) {
  const Json::Value document = parsed(schema_text);
  valijson::Schema schema;
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(valijson::adapters::JsonCppAdapter(document), schema);
  const Json::Value value = parsed(value_text);
  valijson::Validator validator;
  return validator.validate(schema, valijson::adapters::JsonCppAdapter(value), nullptr);
}

const MethodInfo& method(std::string_view name) {
  for (const ContractInfo& contract : registry()) {
    for (const MethodInfo& each : contract.methods) {
      if (each.name == name) return each;
    }
  }
  throw std::out_of_range(std::string(name));
}

TEST(Registry, HasEveryContractAtItsValue) {
  ASSERT_EQ(registry().size(), kContractCount);
  for (std::size_t i = 0; i < kContractCount; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(registry()[i].id), i);
    EXPECT_EQ(registry()[i].name, to_string(registry()[i].id));
  }
}

TEST(Registry, MandatesWhatThePlatformCannotDoWithout) {
  std::set<std::string_view> mandated;
  for (const ContractInfo& contract : registry()) {
    if (contract.mandated) mandated.insert(contract.name);
  }
  EXPECT_EQ(mandated,
            (std::set<std::string_view>{"app_events", "caps", "config", "device_info",
                                        "extn_status", "lifecycle_management", "local.storage",
                                        "ripple_context", "rpc", "settings"}));
}

TEST(Registry, LetsOnlyContractsAddressedByExtnIdHaveManyProviders) {
  for (const ContractInfo& contract : registry()) {
    const bool expected = contract.name == "json_rpsee" || contract.name == "extn_provider";
    EXPECT_EQ(contract.plural, expected) << contract.name;
  }
}

TEST(Registry, NamesEachMethodOnce) {
  std::set<std::string_view> names;
  for (const ContractInfo& contract : registry()) {
    for (const MethodInfo& each : contract.methods) {
      EXPECT_TRUE(names.insert(each.name).second) << each.name;
    }
  }
}

TEST(Registry, HasDocumentsThatTellTheSame) {
  for (const ContractInfo& contract : registry()) {
    const Json::Value document = parsed(contract.document);
    EXPECT_EQ(document["info"]["title"].asString(), contract.name);
    EXPECT_EQ(document["info"]["version"].asString(), contract.version);
    EXPECT_EQ(document["info"]["x-type"].asString(), contract.type);
    ASSERT_EQ(document["methods"].size(), contract.methods.size());
    for (Json::ArrayIndex i = 0; i < document["methods"].size(); ++i) {
      const Json::Value& described = document["methods"][i];
      const MethodInfo& each = contract.methods[i];
      EXPECT_EQ(described["name"].asString(), each.name);
      ASSERT_EQ(described["params"].size(), each.param_names.size());
      for (Json::ArrayIndex p = 0; p < described["params"].size(); ++p) {
        EXPECT_EQ(described["params"][p]["name"].asString(), each.param_names[p]);
      }
    }
  }
}

TEST(Registry, HasSchemasThatAValidatorAccepts) {
  for (const ContractInfo& contract : registry()) {
    for (const MethodInfo& each : contract.methods) {
      EXPECT_EQ(each.params_schema.empty(), each.param_names.empty()) << each.name;
      for (const std::string_view text : {each.params_schema, each.result_schema}) {
        if (text.empty()) continue;
        EXPECT_NO_THROW(is_valid(text, "{}")) << each.name;
        EXPECT_EQ(text.find("#/components"), std::string_view::npos) << each.name;
      }
    }
  }
}

TEST(Registry, GivesAppsOnlyMethodsWithCapabilities) {
  for (const ContractInfo& contract : registry()) {
    for (const MethodInfo& each : contract.methods) {
      const bool judged = !each.uses.empty() || !each.manages.empty() || !each.provides.empty();
      EXPECT_EQ(each.for_apps, judged) << each.name;
    }
  }
}

TEST(Registry, TellsWhatAMethodNeeds) {
  const MethodInfo& set_name = method("device.setName");
  EXPECT_EQ(set_name.kind, MethodKind::kCall);
  EXPECT_TRUE(set_name.for_apps);
  ASSERT_EQ(set_name.manages.size(), 1U);
  EXPECT_EQ(set_name.manages[0], "xrn:firebolt:capability:device:name");
  EXPECT_TRUE(set_name.uses.empty());
  EXPECT_EQ(set_name.rpcv2_field, "");
  EXPECT_EQ(set_name.timeout_ms, 0U);
  EXPECT_EQ(method("keyboard.onRequestEmail").provides, "xrn:firebolt:capability:input:keyboard");
  EXPECT_FALSE(method("local.storage.get").for_apps);
}

TEST(Registry, NamesTheFieldOfAnEventAfterWhatChanged) {
  EXPECT_EQ(method("device.onNameChanged").rpcv2_field, "name");
  EXPECT_EQ(method("accessibility.onHighContrastUIChanged").rpcv2_field, "highContrastUI");
  EXPECT_EQ(method("lifecycle.onForeground").rpcv2_field, "value");
  EXPECT_EQ(method("device.onNameChanged").kind, MethodKind::kEvent);
}

TEST(Registry, ListsOnlyTheContextOfAnEventAsItsParams) {
  EXPECT_TRUE(method("device.onNameChanged").param_names.empty());
  const MethodInfo& granted = method("capabilities.onGranted");
  EXPECT_EQ(std::vector<std::string_view>(granted.param_names.begin(), granted.param_names.end()),
            (std::vector<std::string_view>{"role", "capability"}));
  EXPECT_TRUE(is_valid(granted.params_schema,
                       R"({"listen":true,"role":"use",)"
                       R"("capability":"xrn:firebolt:capability:device:name"})"));
  EXPECT_FALSE(is_valid(granted.params_schema, R"({"listen":true})"));
}

TEST(Registry, ValidatesParams) {
  const std::string_view schema = method("device.setName").params_schema;
  EXPECT_TRUE(is_valid(schema, R"({"value":"Kitchen"})"));
  EXPECT_TRUE(is_valid(schema, R"({"value":"Kitchen","correlationId":"not declared"})"));
  EXPECT_FALSE(is_valid(schema, "{}"));
  EXPECT_FALSE(is_valid(schema, R"({"value":3})"));
  EXPECT_FALSE(is_valid(schema, R"(["Kitchen"])"));
}

TEST(Registry, ValidatesThroughReferences) {
  const std::string_view schema = method("securestorage.set").params_schema;
  EXPECT_TRUE(is_valid(schema, R"({"scope":"device","key":"k","value":"v","options":{"ttl":5}})"));
  EXPECT_FALSE(is_valid(schema, R"({"scope":"cloud","key":"k","value":"v"})"));
  EXPECT_FALSE(is_valid(schema, R"({"scope":"device","key":"k","value":"v","options":{}})"));
  const std::string_view result = method("device.network").result_schema;
  EXPECT_TRUE(is_valid(result, R"({"state":"connected","type":"wifi"})"));
  EXPECT_FALSE(is_valid(result, R"({"state":"connected","type":"pigeon"})"));
  EXPECT_TRUE(is_valid(method("device.videoResolution").result_schema, "[1920,1080]"));
  EXPECT_FALSE(is_valid(method("device.videoResolution").result_schema, "[1920,1081]"));
}

TEST(Registry, ValidatesSchemasThatReferToThemselves) {
  const std::string_view schema = method("metrics.event").params_schema;
  EXPECT_TRUE(is_valid(schema, R"({"schema":"http://x.y/z","data":{"a":{"b":[1,{"c":null}]}}})"));
  EXPECT_FALSE(is_valid(schema, R"({"schema":"http://x.y/z","data":[]})"));
}

}  // namespace
}  // namespace ripple::contracts
