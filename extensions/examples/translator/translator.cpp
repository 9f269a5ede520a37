#include <ripple/contracts/translator.hpp>
#include <ripple/sdk.hpp>

#include "translator/translator_service.hpp"

RIPPLE_EXTN_LIBRARY(ripple::entry("ripple:extn:distributor:translator")
                        .version("1.0.0")
                        .provides<ripple::contracts::Translator>()
                        .channel(translator::serve_translator))
