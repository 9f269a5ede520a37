/// An endpoint that a test answers and emits for, in virtual time.
#pragma once

#include <json/value.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ripple/sleep.hpp"
#include "ripple/timeout.hpp"
#include "rules/endpoints/endpoint.hpp"
#include "rules/reply.hpp"

namespace ripple::rules {

/// What the test and the endpoint share.
struct Script {
  /// By alias; an alias without a reply is not available.
  std::map<std::string, Json::Value> replies;
  std::map<std::string, std::chrono::milliseconds> delays;
  std::vector<EndpointRequest> requests;
  std::map<int, std::pair<std::string, Endpoint::EventHandler>> listeners;
  int next_listener = 0;
  int running = 0;
  int most_running = 0;

  void emit(const std::string& alias, const Json::Value& event) {
    for (const auto& [number, listener] : listeners) {
      if (listener.first == alias) listener.second(event);
    }
  }
};

class ScriptedEndpoint final : public Endpoint {
 public:
  explicit ScriptedEndpoint(std::shared_ptr<Script> script) : script_(std::move(script)) {}

  Task<Result<Json::Value>> call(EndpointRequest request) override {
    const std::string alias = request.alias;
    script_->requests.push_back(std::move(request));
    ++script_->running;
    script_->most_running = std::max(script_->most_running, script_->running);
    if (script_->delays.contains(alias)) co_await sleep_for(script_->delays[alias]);
    --script_->running;
    const auto reply = script_->replies.find(alias);
    if (reply != script_->replies.end()) co_return reply->second;
    co_return Error{ErrorCode::kNotAvailable, "nobody answers " + alias, {}};
  }

  Result<std::unique_ptr<EndpointSubscription>> subscribe(EndpointRequest request,
                                                          EventHandler handler) override {
    const int number = script_->next_listener++;
    script_->listeners.emplace(number, std::pair{request.alias, std::move(handler)});
    script_->requests.push_back(std::move(request));
    return std::unique_ptr<EndpointSubscription>(std::make_unique<Held>(script_, number));
  }

 private:
  struct Held final : EndpointSubscription {
    Held(std::shared_ptr<Script> script_, int number_)
        : script(std::move(script_)), number(number_) {}
    ~Held() override { script->listeners.erase(number); }
    std::shared_ptr<Script> script;
    int number;
  };

  std::shared_ptr<Script> script_;
};

}  // namespace ripple::rules
