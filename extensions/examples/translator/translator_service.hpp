/// translator_service: the contract translator, two requests at a time.
#pragma once

#include <ripple/sdk.hpp>

namespace translator {

/// Serves until the channel is asked to stop. Config: "dictionaries", the folder of files such as
/// "en-fr.txt"; it is required.
ripple::Task<void> serve_translator(ripple::Node node);

}  // namespace translator
