/// chat_service: the contract chat, a method of each kind of streaming.
#pragma once

#include <ripple/sdk.hpp>

namespace chat {

/// Serves until the channel is asked to stop. Config: "backlog", how many messages a listener may
/// be behind (default 64).
ripple::Task<void> serve_chat(ripple::Node node);

}  // namespace chat
