#include "main/services/control_plane.hpp"

#include <gtest/gtest.h>

#include "main/services/log_service.hpp"
#include "main/services/lookup_service.hpp"
#include "pipeline_fixture.hpp"
#include "ripple/json.hpp"

namespace ripple::services {
namespace {

class RecordingService final : public Service {
 public:
  RecordingService(std::string name, std::vector<std::string>& log)
      : name_(std::move(name)), log_(log) {}
  std::string_view name() const override { return name_; }
  Result<void> configure(const Json::Value& configuration) override {
    if (configuration.isString()) {
      return Error{ErrorCode::kInvalidParams, name_ + ": " + configuration.asString(), {}};
    }
    log_.push_back(name_ + print_json(configuration));
    return {};
  }

 private:
  std::string name_;
  std::vector<std::string>& log_;
};

class ControlPlaneTest : public ::testing::Test {
 protected:
  using Configurations = std::map<std::string, Json::Value, std::less<>>;

  Result<Json::Value> handle(std::string_view frame) { return control_.handle(*parse_json(frame)); }

  std::vector<std::string> log_;
  RecordingService one_{"log", log_}, two_{"lookup", log_}, three_{"policy", log_};
  ControlPlane control_{{&one_, &two_, &three_}};
};

using OakRowA1 = ControlPlaneTest;
using OakRowA2 = ControlPlaneTest;
using OakRowA12 = ControlPlaneTest;
using OakRowA8 = ControlPlaneTest;

TEST_F(OakRowA1, TheFirstConfigurationReachesEachServiceOnceInAFixedOrder) {
  ASSERT_TRUE(control_.start({{"policy", 3}, {"log", 1}, {"lookup", 2}}));
  EXPECT_EQ(log_, (std::vector<std::string>{"log1", "lookup2", "policy3"}));
}

TEST_F(OakRowA1, AnErrorStopsTheConfigurationAndIsReported) {
  const Result<void> started =
      control_.start({{"policy", 3}, {"log", 1}, {"lookup", "no such table"}});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message, "lookup: no such table");
  EXPECT_EQ(log_, std::vector<std::string>{"log1"});
  EXPECT_FALSE(control_.started());
}

TEST_F(OakRowA1, AServiceWithoutConfigurationIsLeftAlone) {
  ASSERT_TRUE(control_.start({{"lookup", 2}}));
  EXPECT_EQ(log_, std::vector<std::string>{"lookup2"});
  EXPECT_TRUE(control_.started());
}

TEST_F(OakRowA2, AFrameReachesTheServiceThatItNamesAndNoOther) {
  ASSERT_TRUE(control_.start({}));
  const Result<Json::Value> done = handle(R"({"service":"lookup","configure":{"a":1}})");
  ASSERT_TRUE(done);
  EXPECT_EQ(*done, Json::Value(true));
  EXPECT_EQ(log_, std::vector<std::string>{R"(lookup{"a":1})"});
}

TEST_F(OakRowA2, AnUnknownServiceIsAnErrorThatNamesTheKnownOnes) {
  ASSERT_TRUE(control_.start({}));
  const Result<Json::Value> done = handle(R"({"service":"wasm","configure":{}})");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kInvalidParams);
  EXPECT_EQ(done.error().message, "unknown service \"wasm\"; expected one of log, lookup, policy");
}

TEST_F(OakRowA2, LookupDataMayBeReplacedAtAnyTime) {
  LookupService lookup;
  ControlPlane control({&lookup});
  ASSERT_TRUE(control.start({}));
  for (const char* value : {"1", "2", "3"}) {
    ASSERT_TRUE(control.handle(*parse_json(
        std::string(R"({"service":"lookup","configure":{"replace":{"t":{"k":)") + value + "}}}}")));
    const auto found =
        control.handle(*parse_json(R"({"service":"lookup","call":{"table":"t","keys":["k"]}})"));
    ASSERT_TRUE(found);
    EXPECT_EQ(print_json(*found), std::string(R"({"values":{"k":)") + value + "}}");
  }
}

TEST_F(OakRowA12, AFrameBeforeTheFirstConfigurationIsRefused) {
  const Result<Json::Value> done = handle(R"({"service":"log","configure":{}})");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_TRUE(log_.empty());
}

TEST_F(OakRowA12, ASecondStartIsRefused) {
  ASSERT_TRUE(control_.start({}));
  const Result<void> again = control_.start({{"log", 1}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_TRUE(log_.empty());
}

TEST_F(OakRowA8, AMalformedControlFrameIsAnError) {
  ASSERT_TRUE(control_.start({}));
  for (const char* frame :
       {"null", "1", "\"log\"", "[]", "{}", R"({"service":"log"})", R"({"configure":{}})",
        R"({"service":1,"configure":{}})", R"({"service":"log","configure":1,"call":1})",
        R"({"service":"log","configure":{},"more":1})", R"([{"service":"log","configure":{}}])"}) {
    const Result<Json::Value> done = handle(frame);
    ASSERT_FALSE(done) << frame;
    EXPECT_EQ(done.error().code, ErrorCode::kInvalidRequest) << frame;
  }
  EXPECT_TRUE(log_.empty());
}

TEST_F(OakRowA8, AnyValueAsConfigurationOrCallOfAnyServiceIsAnErrorAtWorst) {
  struct AllServices : PipelineFixture {
    void TestBody() override {}
    std::vector<Service*> all() {
      return {&log_, &lookup_, &policy_, &sessions_service_, &invocation_};
    }
  } services;
  ControlPlane control(services.all());
  ASSERT_TRUE(control.start({}));
  for (const char* value : {"null",
                            "0",
                            "-1.5",
                            "true",
                            "\"x\"",
                            "[]",
                            "[1]",
                            R"({"x":1})",
                            R"({"level":{}})",
                            R"({"modules":[]})",
                            R"({"modules":{"iec":1}})",
                            R"({"replace":[]})",
                            R"({"extend":1})",
                            R"({"replace":{"t":1}})",
                            R"({"table":1,"keys":1})",
                            R"({"table":"t","keys":[[1]]})",
                            R"({"sessions":1})",
                            R"({"sessions":{"":"a"}})",
                            R"({"sessions":{"a":1}})",
                            R"({"method":1})",
                            R"({"method":{}})",
                            R"({"text":1})",
                            R"({"rate":1})",
                            R"({"apps":1})",
                            R"({"apps":{"a":1}})",
                            R"({"methods":1})",
                            R"({"methods":{"device.make":1}})",
                            R"({"request_bytes":"1"})",
                            R"({"answer_bytes":1e300})",
                            R"({"answer_bytes":-1})"}) {
    for (const Service* service : services.all()) {
      Json::Value frame(Json::objectValue);
      frame["service"] = std::string(service->name());
      frame["call"] = *parse_json(value);
      EXPECT_FALSE(control.handle(frame)) << service->name() << " call " << value;
      frame["configure"] = frame.get("call", {});
      frame.removeMember("call");
      EXPECT_FALSE(control.handle(frame)) << service->name() << " configure " << value;
    }
  }
}

TEST(Service, AnswersAnUnsupportedOperationWithAnError) {
  struct Plain final : Service {
    std::string_view name() const override { return "plain"; }
  } plain;
  EXPECT_EQ(plain.configure({}).error().code, ErrorCode::kUnsupportedOperation);
  EXPECT_EQ(plain.call({}).error().message, "service \"plain\" does not support call");
}

}  // namespace
}  // namespace ripple::services
