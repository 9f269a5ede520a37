/// What a test host writes down for a test to look at.
///
///     for (const LogRecord& record : host.logs()) std::cout << record.text << '\n';
#pragma once

#include <json/json.h>

#include <string>

#include "ripple/abi.h"
#include "ripple/host_proxy.hpp"

namespace ripple::testing {

struct LogRecord {
  std::string extn_id;
  LogLevel level = LogLevel::kInfo;
  std::string text;
};

struct StatusRecord {
  std::string extn_id;
  ripple_status_code code = RIPPLE_STATUS_READY;
  /// Of RIPPLE_STATUS_PROCESSOR.
  std::string contract;
  /// Of RIPPLE_STATUS_ERROR and _INTERRUPTED.
  std::string message;
};

struct EventRecord {
  std::string extn_id;
  std::string contract;
  std::string method;
  Json::Value payload;
  Json::Value audience;
};

}  // namespace ripple::testing
