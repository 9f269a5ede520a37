#include <ripple/contracts/config.hpp>
#include <ripple/contracts/launcher.hpp>
#include <ripple/sdk.hpp>

#include "launcher/launcher_channel.hpp"

namespace {

ripple::Task<void> serve(ripple::Node node) {
  return ripple::launcher::serve_launcher(node, *node.io_context());
}

}  // namespace

RIPPLE_EXTN_LIBRARY(ripple::entry("ripple:channel:launcher:process")
                        .version("1.0.0")
                        .provides<ripple::contracts::Launcher>()
                        .uses<ripple::contracts::Config>()
                        .channel(serve))
