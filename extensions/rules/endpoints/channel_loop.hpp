/// loop_of: the io_context that an endpoint's sockets live on.
///
///     Result<boost::asio::io_context*> loop = loop_of(node, url);
#pragma once

#include <boost/asio/io_context.hpp>
#include <string>

#include "ripple/error.hpp"
#include "ripple/node.hpp"

namespace ripple::rules {

/// Never NULL. Error: kFailedPrecondition on an inline channel; `url` is for its message.
inline Result<boost::asio::io_context*> loop_of(const Node& node, const std::string& url) {
  if (boost::asio::io_context* const loop = node.io_context()) return loop;
  return Error{
      ErrorCode::kFailedPrecondition,
      "the endpoint " + url + " needs a channel with a thread of its own; build it with channel()",
      {}};
}

}  // namespace ripple::rules
