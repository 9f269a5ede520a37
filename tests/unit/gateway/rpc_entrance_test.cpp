#include "main/gateway/rpc_entrance.hpp"

#include "client_fixture.hpp"

namespace ripple::gateway {
namespace {

class RpcEntranceTest : public ClientFixture {
 protected:
  void dispatch(std::string method, std::string params = "{}", std::string app_id = "") {
    entrance_->dispatch({std::move(method), std::move(params), std::move(app_id), {}},
                        [this](Result<std::string> result) { results_.push_back(result); });
  }

  std::optional<RpcEntrance> entrance_{std::in_place, gateway_pipeline_, timers_};
  std::vector<Result<std::string>> results_;
};

TEST_F(RpcEntranceTest, CarriesOutWhatAnExtensionAsksForItself) {
  dispatch("Device.sku", R"({"a":1})");
  EXPECT_EQ(last_asked().payload(), R"({"a":1})");
  EXPECT_EQ(last_asked().context(), "");
  router_.submit(provider_, answer_to(last_asked(), "\"s\""));
  ASSERT_EQ(results_.size(), 1U);
  EXPECT_EQ(*results_[0], "\"s\"");
}

TEST_F(RpcEntranceTest, HoldsAnAppsRequestToItsPermissions) {
  dispatch("device.sku", "{}", "refui");
  ASSERT_EQ(results_.size(), 1U);
  EXPECT_EQ(results_[0].error().code, ErrorCode::kNotPermitted);
  EXPECT_EQ(results_[0].error().context, R"({"capability":"xrn:firebolt:capability:device:sku"})");
  dispatch("device.make", "{}", "refui");
  EXPECT_EQ(last_asked().context(), R"({"app_id":"refui","internal":true,"session_id":""})");
}

TEST_F(RpcEntranceTest, PassesTheCallersDeadlineOn) {
  const std::int64_t at = timer_.now() + iec::kSecond;
  entrance_->dispatch({"device.make", "{}", "", Deadline::at(at)},
                      [this](Result<std::string> result) { results_.push_back(result); });
  EXPECT_EQ(last_asked().header().deadline, at);
  advance(2 * iec::kSecond);
  ASSERT_EQ(results_.size(), 1U);
  EXPECT_EQ(results_[0].error().code, ErrorCode::kDeadlineExceeded);
}

TEST_F(RpcEntranceTest, SaysWhatIsUnknown) {
  dispatch("no.such");
  ASSERT_EQ(results_.size(), 1U);
  EXPECT_EQ(results_[0].error().code, ErrorCode::kMethodNotFound);
}

TEST_F(RpcEntranceTest, SurvivesAnErrorThatIsNonsense) {
  for (const char* payload : {"", "null", "[1]", "\"text\"", "{", "{}", R"({"message":[]})"}) {
    results_.clear();
    dispatch("device.make");
    Message error(RIPPLE_ERROR);
    error.header().id = last_asked().header().id;
    error.header().code = -7;
    error.set_texts(payload);
    router_.submit(provider_, std::move(error));
    ASSERT_EQ(results_.size(), 1U) << payload;
    EXPECT_EQ(static_cast<int>(results_[0].error().code), -7);
  }
}

TEST_F(RpcEntranceTest, CancelsWhatIsUnderWayWhenItEnds) {
  dispatch("device.make");
  dispatch("device.model");
  entrance_.reset();
  EXPECT_EQ(provider_box_.count(RIPPLE_CANCEL), 2U);
  EXPECT_TRUE(results_.empty());
}

}  // namespace
}  // namespace ripple::gateway
