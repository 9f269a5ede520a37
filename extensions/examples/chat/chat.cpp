#include <ripple/contracts/chat.hpp>
#include <ripple/sdk.hpp>

#include "chat/chat_service.hpp"

RIPPLE_EXTN_LIBRARY(ripple::entry("ripple:extn:distributor:chat")
                        .version("1.0.0")
                        .provides<ripple::contracts::Chat>()
                        .channel(chat::serve_chat))
