#include "main/services/rule_request.hpp"

#include <string>

#include "main/iec/extn_table.hpp"
#include "ripple/contracts/rules.hpp"
#include "ripple/json.hpp"

namespace ripple::services {
namespace {

void address(Message& message, std::uint32_t method, std::string_view name_member,
             std::string_view name, std::string_view params, std::string_view context) {
  std::string payload;
  payload.reserve(name_member.size() + name.size() + params.size() + 32);
  payload.append("{\"").append(name_member).append("\":");
  append_json_string(payload, name);
  if (!params.empty()) payload.append(",\"params\":").append(params);
  payload += '}';
  message.set_texts(payload, context);
  message.header().contract = static_cast<std::uint32_t>(RippleContract::kRules);
  message.header().method = method;
  message.header().target = iec::kNoExtn;
}

}  // namespace

void address_rule_call(Message& message, std::string_view method, std::string_view params,
                       std::string_view context) {
  address(message, contracts::Rules::call::kMethod, "method", method, params, context);
}

void address_rule_listen(Message& message, std::string_view event, std::string_view params,
                         std::string_view context) {
  address(message, contracts::Rules::listen::kMethod, "event", event, params, context);
  message.header().flags = RIPPLE_FLAG_MORE;
}

}  // namespace ripple::services
