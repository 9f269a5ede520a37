/// Everything an extension needs, besides the generated headers of its contracts.
///
///     #include <ripple/sdk.hpp>
///     #include <ripple/contracts/device_info.hpp>
#pragma once

#include "ripple/abi.h"
#include "ripple/buffer.hpp"
#include "ripple/channel.hpp"
#include "ripple/deadline.hpp"
#include "ripple/entry.hpp"
#include "ripple/error.hpp"
#include "ripple/event_loop.hpp"
#include "ripple/extn_id.hpp"
#include "ripple/for_each_concurrent.hpp"
#include "ripple/invocation.hpp"
#include "ripple/join_handle.hpp"
#include "ripple/json.hpp"
#include "ripple/library.hpp"
#include "ripple/message.hpp"
#include "ripple/node.hpp"
#include "ripple/serve.hpp"
#include "ripple/task.hpp"
#include "ripple/timeout.hpp"
#include "ripple/when.hpp"
