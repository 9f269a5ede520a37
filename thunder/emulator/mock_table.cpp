#include "emulator/mock_table.hpp"

#include <string_view>
#include <utility>

namespace ripple::thunder::emulator {
namespace {

constexpr std::int32_t kNoData = -32001;
constexpr std::string_view kStatus = "controller.1.status@";

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool matches(const Json::Value& entry, const Request& request, bool is_register) {
  if (!entry.isMember("params")) return true;
  if (!request.params) return entry["params"].isNull();
  if (!is_register) return entry["params"] == *request.params;
  return entry["params"].isObject() && request.params->isObject() &&
         entry["params"]["event"] == (*request.params)["event"];
}

MockAnswer answer_of(const Json::Value& entry) {
  MockAnswer answer;
  answer.outcome =
      entry.isMember("error") ? Outcome::failed(entry["error"]) : Outcome::of(entry["result"]);
  for (const Json::Value& event : entry["events"]) {
    const Json::Value& delay = event["delay"];
    answer.events.push_back(
        {std::chrono::milliseconds(delay.isInt() ? delay.asInt() : 0), event["data"]});
  }
  return answer;
}

}  // namespace

std::string MockTable::load(const Json::Value& document) {
  for (const std::string& method : document.getMemberNames()) {
    if (!document[method].isArray()) {
      return method + ": expected an array of answers, or the member \"plugins\"";
    }
    for (const Json::Value& entry : document[method]) {
      if (!entry.isObject()) return method + ": expected objects with params, result or error";
    }
    entries_[lower(method)] = document[method];
  }
  return {};
}

MockAnswer MockTable::answer(const Request& request) const {
  const std::string method = lower(request.method);
  const auto found = entries_.find(method);
  if (found != entries_.end()) {
    for (const Json::Value& entry : found->second) {
      if (matches(entry, request, method.ends_with(".register"))) return answer_of(entry);
    }
  }
  MockAnswer answer;
  if (method.starts_with(kStatus)) {
    Json::Value status(Json::objectValue);
    status["callsign"] = request.method.substr(kStatus.size());
    status["state"] = "activated";
    Json::Value all(Json::arrayValue);
    all.append(status);
    answer.outcome = Outcome::of(all);
    return answer;
  }
  Json::Value asked(Json::objectValue);
  asked["method"] = request.method;
  if (request.params) asked["params"] = *request.params;
  answer.outcome = Outcome::failed(
      wire_error(kNoData, "mock data for request:" + thunder_json(asked) + " not found"));
  return answer;
}

}  // namespace ripple::thunder::emulator
