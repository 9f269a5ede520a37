/// Contract config as a test wants it.
#pragma once

#include <json/value.h>

#include <filesystem>
#include <ripple/contracts/config.hpp>
#include <ripple/testing.hpp>

struct FakeConfig {
  std::filesystem::path saved_dir;
  Json::Value default_values{Json::objectValue};
  Json::Value device_manifest{Json::objectValue};
  Json::Value launcher_config{Json::objectValue};
  Json::Value platform_parameters{Json::objectValue};

  void provide_to(ripple::testing::Host& host) const {
    using ripple::contracts::Config;
    host.provide<Config>(ripple::overloaded{
        [config = *this](Config::SavedDir& c) { c.reply(config.saved_dir.string()); },
        [](Config::FormFactor& c) { c.reply("ipstb"); },
        [](Config::DistributorExperienceId& c) { c.reply("acme-experience"); },
        [](Config::IdSalt& c) { c.reply(Config::Salt{}); },
        [config = *this](Config::DefaultValues& c) { c.reply(config.default_values); },
        [config = *this](Config::DeviceManifest& c) { c.reply(config.device_manifest); },
        [config = *this](Config::LauncherConfig& c) { c.reply(config.launcher_config); },
        [config = *this](Config::PlatformParameters& c) { c.reply(config.platform_parameters); },
        [](auto& c) { c.reply_unsupported(); },
    });
  }
};
