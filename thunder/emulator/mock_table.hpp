/// MockTable: the data file of Ripple's mock device, as it is.
///
///     {"org.rdk.system.1.getdeviceinfo": [{"params": .., "result": .., "events": [{"delay": 20,
///      "data": ..}]}]}
///
/// Methods are lower-cased. An entry without params answers any; another needs equal params, or for
/// `*.register` the same event. Plugins that are asked for their status are active.
#pragma once

#include <json/value.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "emulator/wire.hpp"

namespace ripple::thunder::emulator {

struct MockEvent {
  std::chrono::milliseconds delay{0};
  /// The whole message's params.
  Json::Value data;
};

struct MockAnswer {
  Outcome outcome;
  std::vector<MockEvent> events;
};

class MockTable {
 public:
  /// What is wrong with the document, or nothing.
  std::string load(const Json::Value& document);

  MockAnswer answer(const Request& request) const;

 private:
  std::map<std::string, Json::Value> entries_;
};

}  // namespace ripple::thunder::emulator
