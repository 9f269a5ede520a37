/// The address that an app is opened at, with where it finds the gateway.
#pragma once

#include <string>
#include <string_view>

namespace ripple::launcher {

/// `endpoint` with the session: "ws://127.0.0.1:3473?session=..." Apps connect there.
std::string session_endpoint(std::string_view endpoint, std::string_view session_id);

/// `page` with the query parameter __firebolt_endpoint, before a fragment. A page that has the
/// parameter already is left as it is; so is every page when `endpoint` is empty.
std::string page_with_endpoint(std::string_view page, std::string_view endpoint);

}  // namespace ripple::launcher
