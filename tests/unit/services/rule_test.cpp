// Methods that rules carry out: what the provider of `rules` is asked, and for whom.
#include "pipeline_fixture.hpp"

namespace ripple::services {
namespace {

class RuleTest : public PipelineFixture {
 protected:
  RuleTest() {
    router_.set_provider(RippleContract::kRules, provider_);
    session_.trusted = true;
    iec::Access access;
    access.fulfills.set(iec::index_of(RippleContract::kRules));
    access.fulfills.set(iec::index_of(kContract));
    router_.attach(provider_, provider_box_, access);
  }
  void add(const std::vector<std::string>& rules) { methods_.add_rules(rules); }
  RippleContract asked_contract() {
    return static_cast<RippleContract>(last_asked().header().contract);
  }
};

TEST_F(RuleTest, CarriesAMethodOfAContractOut) {
  add({"device.name"});
  const auto call = ask("Device.name");
  EXPECT_EQ(asked_contract(), RippleContract::kRules);
  EXPECT_EQ(last_asked().payload(), R"({"method":"device.name"})");
  EXPECT_EQ(last_asked().context(), R"({"app_id":"refui","internal":true,"session_id":""})");
  provider_answers("\"Kitchen\"");
  EXPECT_EQ(call->payload, "\"Kitchen\"");
}

TEST_F(RuleTest, LeavesOtherMethodsToTheirContracts) {
  add({"device.name"});
  const auto call = ask("device.make");
  EXPECT_EQ(asked_contract(), RippleContract::kDeviceInfo);
}

TEST_F(RuleTest, TakesItsParamsAfterTheirCheckAndByName) {
  add({"device.setName"});
  const auto wrong = ask("device.setName", R"({"value":5})");
  EXPECT_EQ(wrong->code, ErrorCode::kInvalidParams);
  EXPECT_NE(wrong->payload.find("/value"), std::string::npos) << wrong->payload;
  const auto call = ask("device.setName", R"(["Kitchen"])");
  EXPECT_EQ(last_asked().payload(), R"({"method":"device.setName","params":{"value":"Kitchen"}})");
}

TEST_F(RuleTest, KeepsTheCapabilitiesOfTheMethod) {
  add({"device.sku"});
  session_.trusted = false;
  EXPECT_EQ(ask("device.sku")->code, ErrorCode::kNotPermitted);
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 0U);
}

TEST_F(RuleTest, AddsAMethodThatNoContractHas) {
  EXPECT_EQ(ask("acme.lamp")->code, ErrorCode::kMethodNotFound);
  add({"acme.lamp"});
  const auto call = ask("Acme.lamp", R"([1,2])");
  EXPECT_EQ(last_asked().payload(), R"({"method":"acme.lamp","params":[1,2]})");
  EXPECT_EQ(methods_.nearest("acme.lmp"), "acme.lamp");
}

TEST_F(RuleTest, FindsTheMethodWhateverTheCaseOfTheRule) {
  add({"device.setname"});
  const auto call = ask("device.setName", R"({"value":"Kitchen"})");
  EXPECT_EQ(last_asked().payload(), R"({"method":"device.setname","params":{"value":"Kitchen"}})");
}

TEST_F(RuleTest, CarriesWhateverAModuleHasWhenItIsAWildcard) {
  add({"acme.*", "device.*"});
  const auto unknown = ask("Acme.anything", R"({"a":1})");
  EXPECT_EQ(last_asked().payload(), R"({"method":"acme.anything","params":{"a":1}})");
  const auto known = ask("device.make");
  EXPECT_EQ(last_asked().payload(), R"({"method":"device.make"})");
  EXPECT_EQ(ask("localization.locality")->code, ErrorCode::kNotAvailable) << "not its module";
}

TEST_F(RuleTest, CarriesTheMethodThatOverridesAnother) {
  add({"device.name"});
  ASSERT_TRUE(methods_.add_override("device.make", "device.name"));
  const auto call = ask("device.make");
  EXPECT_EQ(last_asked().payload(), R"({"method":"device.name"})");
}

TEST_F(RuleTest, LetsAppsListenToItsEvents) {
  add({"acme.onLampChanged", "device.onNameChanged"});
  ask("acme.onLampChanged", R"({"listen":true})");
  ask("device.onNameChanged", R"({"listen":true})");
  EXPECT_EQ(subscriptions_.calls,
            (std::vector<std::string>{"acme.onLampChanged on {}", "device.onNameChanged on {}"}));
}

TEST_F(RuleTest, ShowsWhatItAddsInTheDocumentOfTheGateway) {
  add({"acme.lamp", "acme.*", "device.name"});
  const std::string document = methods_.discover();
  EXPECT_NE(document.find(R"("name":"acme.lamp")"), std::string::npos);
  EXPECT_EQ(document.find("acme.*"), std::string::npos);
  EXPECT_EQ(document.find(R"("name":"device.name")"), document.rfind(R"("name":"device.name")"));
}

TEST_F(RuleTest, TellsTheAdministratorWhichMethodsItCarriesOut) {
  add({"device.name"});
  const Result<Json::Value> told = invocation_.call(*parse_json(R"({"method":"device.name"})"));
  EXPECT_EQ(print_json(*told),
            R"({"contract":"rules","method":"device.name","rule":"device.name"})");
}

}  // namespace
}  // namespace ripple::services
