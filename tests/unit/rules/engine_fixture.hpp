/// The channel of rules in virtual time, with an endpoint "device" that the test plays.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <ripple/contracts/extn_provider.hpp>
#include <ripple/contracts/rpc.hpp>
#include <ripple/contracts/rules.hpp>
#include <ripple/testing.hpp>
#include <string>
#include <utility>
#include <vector>

#include "rules/endpoints/extn_endpoint.hpp"
#include "rules/rules_channel.hpp"
#include "scripted_endpoint.hpp"

namespace ripple::rules {

using contracts::Rpc;
using contracts::Rules;

inline Json::Value json(std::string_view text) { return parse_json(text).value(); }

class EngineTest : public ::testing::Test {
 protected:
  /// `rules`: those of a rules file, as JSON text. The endpoint "device" is what the test plays.
  void load(std::string_view rules) {
    Json::Value config;
    config["rule_set"]["rules"] = json(rules);
    // Its protocol is one that needs nothing; the endpoint itself is the test's.
    config["rule_set"]["endpoints"]["device"]["protocol"] = "extn";
    config["rule_set"]["endpoints"]["extn"]["protocol"] = "extn";
    config["rule_set"]["endpoints"]["workflow"]["protocol"] = "workflow";
    auto book = RuleBook::from_config(config);
    ASSERT_TRUE(book) << book.error().message;
    host_.provide<Rpc>(overloaded{
        [this](Rpc::Call& call) {
          main_calls_.push_back(to_json(call.params));
          if (call.params.method == "advertising.policy") {
            Json::Value policy;
            policy["skipRestriction"] = "all";
            return call.reply(policy);
          }
          call.fail({ErrorCode::kMethodNotFound, "no " + call.params.method, {}});
        },
        [](auto& call) { call.reply_unsupported(); },
    });
    const Entry made = entry("ripple:channel:gateway:rules")
                           .provides<Rules>()
                           .uses<Rpc, contracts::ExtnProvider>()
                           .channel([script = script_, shared = *book](Node node) {
                             EndpointSet endpoints;
                             endpoints.add("device", std::make_unique<ScriptedEndpoint>(script));
                             endpoints.add("extn", make_extn_endpoint(node));
                             return serve_rules_with(node, shared, std::move(endpoints));
                           });
    const auto loaded = host_.load(made);
    ASSERT_TRUE(loaded) << loaded.error().message;
  }

  testing::Answer<Json::Value> start_call(const std::string& method,
                                          const std::string& params = "null",
                                          std::chrono::nanoseconds timeout = {}) {
    Rules::call call{.method = method};
    if (params != "null") call.params = json(params);
    return host_.start_call(call, {.app_id = app_id_, .session_id = "s"}, timeout);
  }

  /// The result as JSON text, or "error CODE: MESSAGE".
  std::string call(const std::string& method, const std::string& params = "null") {
    return text_of(start_call(method, params).result());
  }
  static std::string text_of(const Result<Json::Value>& result) {
    if (result) return print_json(*result);
    return "error " + std::to_string(static_cast<int>(result.error().code)) + ": " +
           result.error().message;
  }

  testing::Stream<Rules::listen> listen(const std::string& event) {
    const Rules::listen call{.event = event};
    return host_.start_stream(call, {.app_id = app_id_, .session_id = "s"});
  }

  void emit(const std::string& alias, std::string_view event) {
    script_->emit(alias, json(event));
    host_.run_until_idle();
  }

  static std::vector<std::string> values(const testing::Stream<Rules::listen>& stream) {
    std::vector<std::string> all;
    for (const auto& result : stream.results()) all.push_back(print_json(result.value));
    return all;
  }

  std::shared_ptr<Script> script_ = std::make_shared<Script>();
  std::vector<Json::Value> main_calls_;
  std::string app_id_ = "com.app";
  testing::Host host_;
};

}  // namespace ripple::rules
