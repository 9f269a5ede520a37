#include "device_thunder/thunder_error.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace ripple::device_thunder {
namespace {

using Thunder = thunder::ErrorCode;

ErrorCode platform_code(Thunder code, bool plugin_is_ready) {
  return to_platform("Plugin.1.method", {code, "words", 0, 0}, plugin_is_ready).code;
}

}  // namespace

TEST(ThunderError, SaysThatThunderIsAwayOrLate) {
  for (const auto code : {Thunder::kLinkLost, Thunder::kNotConnected, Thunder::kRefused,
                          Thunder::kHandshakeFailed, Thunder::kUnreachable}) {
    EXPECT_EQ(platform_code(code, false), ErrorCode::kNotAvailable);
  }
  EXPECT_EQ(platform_code(Thunder::kDeadlineExceeded, true), ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(platform_code(Thunder::kOverloaded, true), ErrorCode::kOverloaded);
  EXPECT_EQ(platform_code(Thunder::kClosed, true), ErrorCode::kCancelled);
}

TEST(ThunderError, TellsAMissingPluginFromAMissingValue) {
  EXPECT_EQ(platform_code(Thunder::kPluginInactive, false), ErrorCode::kNotAvailable);
  EXPECT_EQ(platform_code(Thunder::kPluginInactive, true), ErrorCode::kNotSupported);
  EXPECT_EQ(platform_code(Thunder::kOpenFailed, false), ErrorCode::kNotAvailable);
  EXPECT_EQ(platform_code(Thunder::kOpenFailed, true), ErrorCode::kServiceFailure);
}

TEST(ThunderError, SaysWhatTheServerDoesNotHave) {
  for (const auto code : {Thunder::kUnknownMethod, Thunder::kUnknownPlugin, Thunder::kWrongVersion,
                          Thunder::kNotSupported}) {
    EXPECT_EQ(platform_code(code, true), ErrorCode::kNotSupported);
  }
}

TEST(ThunderError, KeepsThundersWordsAndNumber) {
  const auto error = to_platform("org.rdk.Wifi.1.connect",
                                 thunder::error_from_wire(-31001, "ERROR_GENERAL"), true);
  EXPECT_EQ(error.code, ErrorCode::kServiceFailure);
  EXPECT_EQ(error.message, "org.rdk.Wifi.1.connect: ERROR_GENERAL (Thunder's error -31001)");
  const auto own = to_platform("org.rdk.Wifi.1.connect", {Thunder::kPlugin, "no", 0, 0}, true);
  EXPECT_EQ(own.message, "org.rdk.Wifi.1.connect: no");
}

TEST(ThunderError, SaysThatATextIsTooLongForThePlugin) {
  EXPECT_EQ(to_platform("a.b", thunder::error_from_wire(-31016, "long"), true).code,
            ErrorCode::kTooLarge);
}

}  // namespace ripple::device_thunder
