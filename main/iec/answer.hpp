/// Answers as messages.
///
///     sink.answer(request, make_error({ErrorCode::kNotAvailable, "..."}));
#pragma once

#include <string_view>

#include "ripple/error.hpp"
#include "ripple/message.hpp"

namespace ripple::iec {

/// A RESPONSE whose payload is `result`, JSON text.
Message make_response(std::string_view result);

/// An ERROR: the code in the header, {"message":..,"data":..} as payload; data is error.context.
Message make_error(const Error& error);

}  // namespace ripple::iec
