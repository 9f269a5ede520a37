#include "main/builtin/voice_guidance_settings.hpp"

#include <string>
#include <utility>

#include "ripple/contracts/ripple_contract.hpp"

namespace ripple::builtin {

Task<Result<Json::Value>> read_voice_guidance(Node node, Deadline deadline) {
  const CallOptions options{.deadline = deadline};
  Json::Value all(Json::objectValue);
  for (const char* member : {"enabled", "navigationHints", "rate"}) {
    auto value = co_await node.call_json(RippleContract::kVoiceGuidance,
                                         std::string("voiceguidance.") + member, {}, options);
    if (!value) co_return value.error();
    all[member] = std::move(*value);
  }
  all["speed"] = all["rate"];  // the older name of the same
  co_return all;
}

}  // namespace ripple::builtin
