/// make_http_endpoint: requests of rules to an HTTP server.
///
///     Result<std::unique_ptr<Endpoint>> made = make_http_endpoint(node, "http://127.0.0.1:8080");
///     auto weather = co_await (*made)->call({.alias = "/weather", .deadline = by});
///
/// Asks for the endpoint's URL with the alias behind it: by GET, or by POST with a JSON body where
/// a request transform made params; a caller's own are not sent, as clients send some (`{}`)
/// always. What comes back:
///
/// | the server's answer              | gives                                                     |
/// |----------------------------------|-----------------------------------------------------------|
/// | 2xx, a JSON body                 | {"result": BODY}                                          |
/// | 2xx, a body of type text/..      | {"result": BODY as JSON if it is JSON, else as a string}  |
/// | 2xx, no body                     | {"result": null}                                          |
/// | 3xx, 4xx, 5xx                    | {"error": {"code": -50200, "message": "HTTP 404 Not Found |
/// |                                  | from URL", "data": {"status": 404}}}; none is followed    |
/// | something else, or too large     | kServiceFailure                                           |
/// | no connection                    | kNotAvailable, at once                                    |
///
/// Connections are kept for further requests. When one turns out to have ended before any byte of
/// an answer, a GET is sent once more on a new one; a POST is not, since it may have been carried
/// out. Only http:// is spoken.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "ripple/error.hpp"
#include "ripple/node.hpp"
#include "rules/endpoints/endpoint.hpp"

namespace ripple::rules {

struct HttpLimits {
  std::size_t max_body_bytes = std::size_t{4} << 20;
  /// More are refused with kOverloaded.
  std::size_t max_requests_under_way = 32;
  std::size_t max_idle_connections = 4;
};

/// For a channel with a thread of its own. Errors: kBadManifest for a URL that is not http://,
/// kFailedPrecondition on an inline channel.
Result<std::unique_ptr<Endpoint>> make_http_endpoint(Node node, const std::string& url,
                                                     HttpLimits limits = {});

}  // namespace ripple::rules
