// The channel on its own thread, with Ripple's example rules, and an emulated device.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/rpc.hpp>
#include <ripple/contracts/rules.hpp>
#include <ripple/sdk.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <utility>

#include "emulator/emulator.hpp"
#include "rules/rules_channel.hpp"
#include "tests/unit/sdk/raw_host.hpp"

namespace ripple::rules {
namespace {

namespace emulator = thunder::emulator;

/// The shipped profile of the emulator, on a thread of its own.
class EmulatedDevice {
 public:
  EmulatedDevice() {
    emulator::EmulatorConfig config;
    auto loaded = emulator::load_profile(RIPPLE_THUNDER_PROFILES "/device.json");
    EXPECT_EQ(loaded.problem, "");
    config.profile = std::move(loaded.profile);
    emulator_.emplace(loop_, std::move(config));
    port_ = emulator_->listen().port;
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~EmulatedDevice() {
    run([](emulator::Emulator& server) { server.stop(); });
    work_.reset();
    loop_.stop();
    thread_.join();
    emulator_.reset();
  }

  std::string url() const { return "ws://127.0.0.1:" + std::to_string(port_) + "/jsonrpc"; }

  void run(const std::function<void(emulator::Emulator&)>& action) {
    std::promise<void> done;
    boost::asio::post(loop_, [&] {
      action(*emulator_);
      done.set_value();
    });
    done.get_future().wait();
  }

 private:
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      loop_.get_executor()};
  std::optional<emulator::Emulator> emulator_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

Json::Value example_rules() {
  std::ifstream file(RIPPLE_RULES_DATA "/ripple.common.rules.json");
  std::stringstream text;
  text << file.rdbuf();
  return parse_json(text.str()).value();
}

class RulesOnThunder : public ::testing::Test {
 protected:
  ~RulesOnThunder() override {
    channel_->stop();
    EXPECT_TRUE(host_.await_status(RIPPLE_STATUS_STOPPED));
  }

  void start() {
    Json::Value config;
    config["rule_set"] = example_rules();
    config["rule_set"]["endpoints"]["thunder"]["url"] = device_.url();
    config["rule_set"]["rules"]["test.raw"] =
        parse_json(R"json({"alias": "org.rdk.PersistentStore.1.getValue",
                           "transform": {"request": "{namespace: \"n\", key: \"k\"}"}})json")
            .value();
    const auto book = RuleBook::from_config(config);
    ASSERT_TRUE(book) << book.error().message;
    entry_.emplace(
        entry("ripple:channel:gateway:rules")
            .provides<contracts::Rules>()
            .uses<contracts::Config, contracts::Rpc>()
            .channel([shared = *book](Node node) { return serve_rules(std::move(node), shared); }));
    host_.on_message = [this](Message& message) {
      if (message.kind() == RIPPLE_RESPONSE && message.header().id == awaited_) awaited_ = 0;
      return false;
    };
    channel_.emplace(host_, *entry_);
    ASSERT_EQ(channel_->start(), RIPPLE_OK);
    ASSERT_TRUE(host_.await_status(RIPPLE_STATUS_READY));
  }

  Message request(std::string_view method, const Json::Value& params) {
    Message message(RIPPLE_REQUEST);
    message.header().id = ++last_id_;
    message.header().contract = host_.contract("rules");
    message.header().method = host_.method(method);
    message.set_texts(print_json(params), R"({"app_id":"com.app"})");
    return message;
  }

  /// The result as JSON text, or "error CODE: MESSAGE".
  std::string call(const std::string& method, const std::string& params = "{}") {
    Json::Value call;
    call["method"] = method;
    call["params"] = parse_json(params).value();
    EXPECT_EQ(channel_->deliver(request("rules.call", call)), RIPPLE_OK);
    const auto answer = host_.await_answer(last_id_);
    if (!answer) return "no answer";
    if (answer->kind() == RIPPLE_RESPONSE) return std::string(answer->payload());
    JsonReader reader;
    const Error error = read_error(*answer, reader);
    return "error " + std::to_string(static_cast<int>(error.code)) + ": " + error.message;
  }

  /// Until the connections are up every call is "not available", at once.
  void await_device() {
    while (call("device.make").starts_with("error -50300")) std::this_thread::yield();
  }

  std::uint64_t listen(const std::string& event) {
    Json::Value params;
    params["event"] = event;
    Message message = request("rules.listen", params);
    message.header().flags = RIPPLE_FLAG_MORE;
    EXPECT_EQ(channel_->deliver(std::move(message)), RIPPLE_OK);
    return last_id_;
  }

  std::string occurrence(std::uint64_t listener) {
    const auto item = host_.await_answer(listener);
    return item ? std::string(item->payload()) : "no occurrence";
  }

  /// What `listener` hears once the server has its registration: `happen` is done until then.
  std::string first_occurrence(std::uint64_t listener, const std::function<void()>& happen) {
    awaited_ = listener;
    while (awaited_ != 0) happen();
    return occurrence(listener);
  }

  EmulatedDevice device_;
  /// The listener whose first occurrence has not come.
  std::atomic<std::uint64_t> awaited_ = 0;
  RawHost host_;
  std::optional<Entry> entry_;
  std::optional<RawChannel> channel_;
  std::uint64_t last_id_ = 0;
};

TEST_F(RulesOnThunder, AnswersWhatTheExampleRulesSay) {
  start();
  await_device();
  EXPECT_EQ(call("device.make"), R"("Emulated")");
  EXPECT_EQ(call("device.name"), R"("Living Room")");
  EXPECT_EQ(call("device.sku"), R"("EMULATED")");
  EXPECT_EQ(call("device.network"), R"({"state":"connected","type":"ethernet"})");
  EXPECT_EQ(call("device.screenResolution"), "[1920,1080]");
  EXPECT_EQ(call("localization.countryCode"), R"("US")");
  EXPECT_EQ(call("localization.language"), R"("en")");
  EXPECT_EQ(call("localization.locale"), R"("en-US")");
  EXPECT_EQ(call("localization.timeZone"), R"("Europe/Berlin")");
  EXPECT_EQ(call("localization.preferredAudioLanguages"), R"(["eng"])");
  EXPECT_EQ(call("voiceguidance.enabled"), "false");
  EXPECT_EQ(call("voiceguidance.speed"), "1");
  EXPECT_EQ(call("accessibility.voiceGuidance"), R"({"enabled":false,"speed":1})");
  EXPECT_EQ(call("accessibility.voiceGuidanceSettings"), R"({"enabled":false,"speed":1})");
  EXPECT_EQ(call("audiodescriptions.enabled"), "false");
  EXPECT_EQ(call("localization.setLanguage", R"({"value":"de"})"),
            "error -32600: set language not supported");
}

TEST_F(RulesOnThunder, ChangesWhatTheExampleRulesSet) {
  start();
  await_device();
  const auto set = [this](const std::string& method, const std::string& value) {
    return call(method, R"({"value":)" + value + "}");
  };
  EXPECT_EQ(set("device.setName", R"("Kitchen")"), "null");
  EXPECT_EQ(call("device.name"), R"("Kitchen")");
  EXPECT_EQ(set("device.setName", R"("")"), "null");
  EXPECT_EQ(call("device.name"), R"("Living Room")");
  EXPECT_EQ(set("localization.setCountryCode", R"("CA")"), "null");
  EXPECT_EQ(call("localization.countryCode"), R"("CA")");
  EXPECT_EQ(set("localization.setLocale", R"("fr-CA")"), "null");
  EXPECT_EQ(call("localization.language"), R"("fr")");
  EXPECT_EQ(set("localization.setPreferredAudioLanguages", R"(["fra","eng"])"), "null");
  EXPECT_EQ(call("localization.preferredAudioLanguages"), R"(["fra","eng"])");
  EXPECT_EQ(call("localization.additionalInfo"), "{}");
  EXPECT_EQ(set("localization.setAdditionalInfo", R"({"a":["\"",1]})"), "null");
  EXPECT_EQ(call("localization.additionalInfo"), R"({"a":["\"",1]})");
  EXPECT_EQ(call("advertising.skipRestriction"), R"("none")");
  EXPECT_EQ(set("advertising.setSkipRestriction", R"("all")"), "null");
  EXPECT_EQ(call("advertising.skipRestriction"), R"("all")");
  EXPECT_EQ(set("voiceguidance.setEnabled", "true"), "null");
  EXPECT_EQ(set("voiceguidance.setSpeed", "1.5"), "null");
  EXPECT_EQ(set("voiceguidance.setSpeed", "3"), "error -32602: expected 0.5 to 2");
  EXPECT_EQ(call("accessibility.voiceGuidance"), R"({"enabled":true,"speed":1.5})");
  EXPECT_EQ(set("audiodescriptions.setEnabled", "true"), "null");
  EXPECT_EQ(call("audiodescriptions.enabled"), "true");
}

TEST_F(RulesOnThunder, StreamsWhatTheExampleRulesMakeOfEvents) {
  start();
  await_device();
  const std::uint64_t names = listen("device.onNameChanged");
  EXPECT_EQ(first_occurrence(names, [this] { call("device.setName", R"({"value":"Hall"})"); }),
            R"({"notification":{"friendlyName":"Hall"},"value":"Hall"})");
  const std::uint64_t restrictions = listen("advertising.onSkipRestrictionChanged");
  EXPECT_EQ(first_occurrence(restrictions,
                             [this] {
                               call("localization.setAdditionalInfo", R"({"value":{}})");
                               call("advertising.setSkipRestriction", R"({"value":"all"})");
                             }),
            R"({"notification":{"skipRestriction":"all"},"value":"all"})");
  const std::uint64_t guidance = listen("accessibility.onVoiceGuidanceSettingsChanged");
  EXPECT_EQ(
      first_occurrence(guidance, [this] { call("voiceguidance.setEnabled", R"({"value":true})"); }),
      R"({"value":{"enabled":true,"speed":1}})");
}

TEST_F(RulesOnThunder, PassesTheDevicesErrorsOnAndTellsThemFromADeviceThatIsAway) {
  start();
  await_device();
  EXPECT_EQ(call("test.raw"), "error 22: ERROR_UNKNOWN_KEY");
  device_.run([](emulator::Emulator& server) { server.stop(); });
  std::string answer;
  do {
    answer = call("device.name");
  } while (!answer.starts_with("error"));
  EXPECT_EQ(answer.substr(0, 50), "error -50300: rule device.name: endpoint thunder: ");
}

}  // namespace
}  // namespace ripple::rules
