#include "main/services/method_table.hpp"

#include <gtest/gtest.h>

#include <set>

#include "ripple/json.hpp"

namespace ripple::services {
namespace {

class MethodTableTest : public ::testing::Test {
 protected:
  MethodTableTest() { methods_.add_contracts(); }
  MethodTable methods_;
};

TEST_F(MethodTableTest, FindsAMethodWithItsModuleInAnyCase) {
  const MethodRecord* record = methods_.find("device.make");
  ASSERT_NE(record, nullptr);
  EXPECT_EQ(methods_.find("Device.make"), record);
  EXPECT_EQ(methods_.find("DEVICE.make"), record);
  EXPECT_EQ(methods_.find("device.Make"), nullptr);
  EXPECT_EQ(record->contract, static_cast<std::uint32_t>(RippleContract::kDeviceInfo));
  EXPECT_EQ(record->uses, std::vector<std::string>{"xrn:firebolt:capability:device:make"});
}

TEST_F(MethodTableTest, DoesNotShowAppsTheMethodsOfExtensions) {
  EXPECT_EQ(methods_.find("permissions.list"), nullptr);
  EXPECT_EQ(methods_.find("local.storage.get"), nullptr);
  EXPECT_EQ(methods_.find(""), nullptr);
}

TEST_F(MethodTableTest, FindsAnEventByItsPlace) {
  const MethodRecord* record = methods_.find("device.onNameChanged");
  ASSERT_NE(record, nullptr);
  EXPECT_EQ(record->kind, contracts::MethodKind::kEvent);
  EXPECT_EQ(methods_.find_event(record->contract, record->method), record);
  const MethodRecord* call = methods_.find("device.make");
  EXPECT_EQ(methods_.find_event(call->contract, call->method), nullptr);
}

TEST_F(MethodTableTest, SuggestsTheNearestName) {
  EXPECT_EQ(methods_.nearest("device.mak"), "device.make");
  EXPECT_EQ(methods_.nearest("Device.nmae"), "device.name");
  EXPECT_FALSE(methods_.nearest(std::string(1 << 20, 'x')).empty());
}

TEST_F(MethodTableTest, AnAliasIsTheMethodItself) {
  ASSERT_TRUE(methods_.add_alias("Custom.maker", "Device.make"));
  EXPECT_EQ(methods_.find("custom.maker"), methods_.find("device.make"));
  ASSERT_TRUE(methods_.add_alias("other.maker", "custom.maker"));
  EXPECT_EQ(methods_.find("Other.maker"), methods_.find("device.make"));
}

TEST_F(MethodTableTest, RefusesAnAliasThatIsTakenOrMeansNothing) {
  const Result<void> taken = methods_.add_alias("Device.name", "device.make");
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::kBadManifest);
  EXPECT_EQ(methods_.find("device.name")->name, "device.name");
  const Result<void> unknown = methods_.add_alias("a.b", "device.mak");
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("\"device.make\""), std::string::npos);
}

TEST_F(MethodTableTest, AnOverrideChangesWhoCarriesAMethodOut) {
  const MethodRecord* make = methods_.find("device.make");
  EXPECT_EQ(&methods_.carried_out_by(*make), make);
  ASSERT_TRUE(methods_.add_override("Device.make", "device.model"));
  EXPECT_EQ(&methods_.carried_out_by(*make), methods_.find("device.model"));
  EXPECT_EQ(methods_.find("device.make"), make);
  for (const auto& [from, to] : {std::pair{"device.mak", "device.model"}, {"device.make", "a.b"}}) {
    const Result<void> unknown = methods_.add_override(from, to);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::kBadManifest);
  }
}

constexpr std::string_view kDocument = R"({"openrpc":"1.2.4","methods":[
  {"name":"Example.add","params":[{"name":"a","required":true,"schema":{"$ref":"#/components/schemas/N"}},
                                  {"name":"b","schema":{"type":"number"}}],
   "tags":[{"name":"capabilities","x-uses":["xrn:firebolt:capability:example:add"],
            "x-manages":["xrn:firebolt:capability:example:rule"]}],
   "result":{"name":"sum","schema":{"type":"number"}}},
  {"name":"example.noParams","params":[],"result":{"name":"r","schema":{}}}],
  "components":{"schemas":{"N":{"type":"number"}}}})";

TEST_F(MethodTableTest, TakesTheMethodsOfAnExtensionsDocument) {
  ASSERT_TRUE(methods_.add_document(kDocument, 9));
  const MethodRecord* add = methods_.find("example.add");
  ASSERT_NE(add, nullptr);
  EXPECT_EQ(add->contract, static_cast<std::uint32_t>(RippleContract::kJsonRpsee));
  EXPECT_EQ(add->method, 0U);
  EXPECT_EQ(add->target, 9U);
  EXPECT_EQ(add->uses, std::vector<std::string>{"xrn:firebolt:capability:example:add"});
  EXPECT_EQ(add->manages, std::vector<std::string>{"xrn:firebolt:capability:example:rule"});
  EXPECT_EQ(*add->params.apply("[1,2]"), R"({"a":1,"b":2})");
  EXPECT_EQ(add->params.apply(R"({"a":"1"})").error().code, ErrorCode::kInvalidParams);
  EXPECT_EQ(methods_.find("Example.noParams")->method, 1U);
}

TEST_F(MethodTableTest, SaysWhereADocumentIsWrong) {
  for (const auto& [document, place] : {
           std::pair{"{", "#: line 1"},
           {"[]", "#/methods: "},
           {"1", "#/methods: "},
           {R"({"methods":{}})", "#/methods: "},
           {R"({"methods":[1]})", "#/methods/0/name: "},
           {R"({"methods":[{"name":"x.a"},{}]})", "#/methods/1/name: "},
           {R"({"methods":[{"name":""}]})", "#/methods/0/name: "},
           {R"({"methods":[{"name":"x.a"},{"name":"X.a"}]})", "#/methods/1/name: "},
           {R"({"methods":[{"name":"device.make"}]})", "#/methods/0/name: "},
           {R"({"methods":[{"name":"x.a","params":1}]})", "#/methods/0/params: "},
           {R"({"methods":[{"name":"x.a","params":[1]}]})", "#/methods/0/params/0: "},
           {R"({"methods":[{"name":"x.a","params":[{"name":1}]}]})", "#/methods/0/params/0: "},
           {R"({"methods":[{"name":"x.a","params":[{"name":"p","required":"yes"}]}]})",
            "#/methods/0/params/0/required: "},
           {R"({"methods":[{"name":"x.a","params":[{"name":"p","schema":1}]}]})",
            "#/methods/0/params/0/schema: "},
           {R"({"methods":[{"name":"x.a","tags":1}]})", "#/methods/0/tags: "},
           {R"({"methods":[{"name":"x.a","tags":["event"]}]})", "#/methods/0/tags/0: "},
           {R"({"methods":[{"name":"x.a","tags":[{"x-uses":"u"}]}]})",
            "#/methods/0/tags/0/x-uses: "},
           {R"({"methods":[{"name":"x.a","tags":[{"x-manages":[{}]}]}]})",
            "#/methods/0/tags/0/x-manages: "},
           {R"({"methods":[],"components":[]})", "#/components: "},
           {R"({"methods":[],"components":{"schemas":1}})", "#/components/schemas: "},
       }) {
    MethodTable methods;
    methods.add_contracts();
    const Result<void> added = methods.add_document(document, 9);
    ASSERT_FALSE(added) << document;
    EXPECT_EQ(added.error().code, ErrorCode::kStartFailed);
    EXPECT_NE(added.error().message.find(place), std::string::npos) << added.error().message;
  }
}

TEST_F(MethodTableTest, DiscoversWhatAppsCanCallAndNothingElse) {
  ASSERT_TRUE(methods_.add_document(kDocument, 9));
  const Result<Json::Value> document = parse_json(methods_.discover());
  ASSERT_TRUE(document) << document.error().message;
  std::set<std::string> names;
  for (const Json::Value& method : (*document)["methods"]) {
    EXPECT_TRUE(names.insert(method["name"].asString()).second) << method["name"];
  }
  EXPECT_TRUE(names.contains("device.make"));
  EXPECT_TRUE(names.contains("Example.add"));
  EXPECT_FALSE(names.contains("permissions.list"));
  EXPECT_TRUE((*document)["components"]["schemas"].isMember("N"));
  EXPECT_EQ((*document)["openrpc"], "1.2.4");
}

}  // namespace
}  // namespace ripple::services
