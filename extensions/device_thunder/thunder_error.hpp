/// What an error of Thunder, or of the way to it, is to the platform. Told here and nowhere else.
///
/// | Thunder | platform |
/// |---|---|
/// | no answer in time | kDeadlineExceeded |
/// | no connection, a lost one; a plugin that is not active and does not become so | kNotAvailable
/// | | no such plugin, method or version; an active plugin has no such value | kNotSupported | | a
/// bound of this side | kOverloaded | | the channel stops | kCancelled | | text longer than the
/// plugin takes | kTooLarge | | anything else | kServiceFailure, with Thunder's words and number |
#pragma once

#include <ripple/error.hpp>
#include <ripple/thunder/error.hpp>
#include <string_view>

namespace ripple::device_thunder {

/// `method`: what was called. `plugin_is_ready`: whether its plugin is active, which tells a value
/// that is not there from a plugin that is not there: Thunder has one number for both.
Error to_platform(std::string_view method, const thunder::Error& error, bool plugin_is_ready);

}  // namespace ripple::device_thunder
