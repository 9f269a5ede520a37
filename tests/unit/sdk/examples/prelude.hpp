// What the examples of the SDK's headers take for granted.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string_view>

#include "ripple/contracts/chat.hpp"
#include "ripple/contracts/config.hpp"
#include "ripple/contracts/local_storage.hpp"
#include "ripple/contracts/translator.hpp"
#include "ripple/sdk.hpp"
#include "ripple/testing.hpp"
#include "small_contracts.hpp"

namespace ripple::examples {

using namespace std::chrono_literals;
using contracts::Chat;
using contracts::Config;
using contracts::LocalStorage;
using contracts::Translator;
using small::DeviceInfo;
using testing::DeterministicLoop;
using testing::Host;
using testing::LogRecord;
using testing::RandomPicker;
using testing::Seeds;
using testing::VirtualTime;

void log(std::string_view text);

}  // namespace ripple::examples
