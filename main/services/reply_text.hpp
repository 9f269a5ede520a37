/// JSON-RPC replies as text: the result of a provider is spliced in, never parsed.
///
///     write_reply(out, "7", answer, 0);   // {"jsonrpc":"2.0","id":7,"result":"Acme"}
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ripple/message.hpp"

namespace ripple::services {

/// Appends the reply to the request with this id (JSON text; empty becomes null). With `padded_to`
/// not 0, spaces follow until the reply is that long.
void write_reply(std::string& out, std::string_view id, const Message& answer,
                 std::size_t padded_to);

/// How long write_reply's text is without padding.
std::size_t reply_size(std::string_view id, const Message& answer);

}  // namespace ripple::services
