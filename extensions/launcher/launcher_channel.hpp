/// The channel that starts apps as processes.
#pragma once

#include <boost/asio/io_context.hpp>
#include <ripple/node.hpp>

namespace ripple::launcher {

/// Serves contract launcher until the channel is asked to stop, and then ends what still runs. It
/// launches nothing by itself: Main asks when the gateway is up. `io` runs on the channel's thread.
/// The symbol's `config` may have {"grace_ms": N}: how long an app that was asked to end may take,
/// 2000 when absent. Throws std::runtime_error when it, or an app's `launch`, is wrong.
Task<void> serve_launcher(Node node, boost::asio::io_context& io);

}  // namespace ripple::launcher
