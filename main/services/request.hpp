/// One request on its way through the pipeline.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "main/services/lookup_data.hpp"
#include "main/services/method_table.hpp"
#include "main/services/session.hpp"
#include "ripple/buffer.hpp"

namespace ripple::services {

/// Views point into `frame`, which the request keeps alive.
struct Request {
  Session* session = nullptr;
  Buffer frame;
  std::string_view id;      ///< JSON text as the client wrote it; empty: a notification
  std::string_view method;  ///< as the client wrote it, valid until `record` is known
  std::string_view params;  ///< JSON text, empty when absent
  ripple_slice context{};   ///< of the session's context inside `frame`
  const MethodRecord* record = nullptr;  ///< nullptr: unknown method
  std::string kept_method;  ///< what `method` is when the record is of many: a wildcard rule
  LookupData data;          ///< the version that this request sees
  std::int64_t arrived = 0;    ///< CLOCK_MONOTONIC ns
  std::int64_t deadline = 0;   ///< of whoever asks, CLOCK_MONOTONIC ns; 0: none of its own
  std::size_t padded_to = 0;   ///< the policy wants a reply of this many bytes; 0: as it is
};

}  // namespace ripple::services
