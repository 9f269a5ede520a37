#include "device_linux/device_channel.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/device_info.hpp>
#include <ripple/contracts/local_storage.hpp>
#include <ripple/contracts/ripple_context.hpp>
#include <ripple/contracts/secure_storage.hpp>
#include <ripple/contracts/time_zone_device_events.hpp>
#include <ripple/testing.hpp>
#include <string>
#include <vector>

#include "fake_config.hpp"
#include "machine_fixture.hpp"

using namespace ripple::contracts;
using ripple::ErrorCode;
using ripple::testing::Caller;
using ripple::testing::Host;

namespace {

constexpr std::chrono::seconds kDeadline{20};

class DeviceChannelTest : public testing::Test {
 protected:
  DeviceChannelTest() {
    machine_.write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    machine_.write("etc/os-release", "NAME=\"Test Linux\"\nVERSION_ID=7.2\n");
    machine_.write("proc/sys/kernel/hostname", "den\n");
    machine_.write("sys/class/dmi/id/sys_vendor", "Acme\n");
    machine_.write("sys/class/dmi/id/product_name", "AX-1\n");
    machine_.write("usr/share/zoneinfo/Asia/Tokyo", "TZif2");
    machine_.write("usr/share/zoneinfo/Europe/Berlin", "TZif2");
    machine_.link("etc/localtime", "/usr/share/zoneinfo/Europe/Berlin");
    config_.saved_dir = machine_.root() / "saved";
  }

  void start() {
    config_.provide_to(*host_);
    host_->provide<RippleContext>(ripple::overloaded{
        [this](RippleContext::Update& c) {
          context_zones_.push_back(c.params.context.time_zone.value_or(""));
          c.reply(true);
        },
        [](auto& c) { c.reply_unsupported(); },
    });
    const auto loaded =
        host_->load(ripple::entry("ripple:channel:device:linux")
                        .provides<DeviceInfo, LocalStorage, SecureStorage>()
                        .uses<Config, RippleContext>()
                        .channel([this](ripple::Node node) {
                          return ripple::device_linux::serve_device(
                              node, {machine_.files(), io_, [this] { return now_; }, nullptr});
                        }));
    ASSERT_TRUE(loaded) << loaded.error().message;
  }

  void restart() {
    host_ = std::make_unique<Host>();
    start();
  }

  template <typename Condition>
  bool wait_for(Condition&& condition) {
    const auto end = std::chrono::steady_clock::now() + kDeadline;
    while (!condition() && std::chrono::steady_clock::now() < end) {
      io_.run_one_for(kDeadline);
      host_->run_until_idle();
    }
    return condition();
  }

  MachineFixture machine_;
  FakeConfig config_;
  std::int64_t now_ = 1'700'000'000'123;
  std::vector<std::string> context_zones_;
  boost::asio::io_context io_{1};
  std::unique_ptr<Host> host_ = std::make_unique<Host>();
};

}  // namespace

TEST_F(DeviceChannelTest, IsReadyWithEveryContractItProvides) {
  start();
  EXPECT_TRUE(host_->has_status(RIPPLE_STATUS_READY));
  EXPECT_FALSE(host_->has_status(RIPPLE_STATUS_ERROR));
}

TEST_F(DeviceChannelTest, TellsWhatTheMachineIs) {
  start();
  EXPECT_EQ(host_->call(DeviceInfo::make{}).value(), "Acme");
  EXPECT_EQ(host_->call(DeviceInfo::model{}).value(), "AX-1");
  EXPECT_EQ(host_->call(DeviceInfo::platform{}).value(), "Test Linux");
  EXPECT_EQ(host_->call(DeviceInfo::type{}).value(), "ipstb");
  EXPECT_EQ(host_->call(DeviceInfo::distributor{}).value(), "acme-experience");
  const auto version = host_->call(DeviceInfo::version{}).value();
  EXPECT_EQ(version.os.major, 7);
  EXPECT_EQ(version.os.minor, 2);
  EXPECT_EQ(version.api.readable, "Firebolt API 1.7.0");
}

TEST_F(DeviceChannelTest, CallsAModelByItsFriendlyName) {
  config_.device_manifest["configuration"]["model_friendly_names"]["AX-1"] = "Acme Box";
  start();
  EXPECT_EQ(host_->call(DeviceInfo::model{}).value(), "Acme Box");
}

TEST_F(DeviceChannelTest, AsksTheDistributorWhereTheMachineIsSilent) {
  config_.default_values["additional_info"]["sku"] = "AX-1-EU";
  config_.default_values["video_dimensions"] = ripple::to_json(std::vector<int>{1280, 720});
  start();
  EXPECT_EQ(host_->call(DeviceInfo::sku{}).value(), "AX-1-EU");
  EXPECT_EQ(host_->call(DeviceInfo::screen_resolution{}).value(),
            (std::vector<std::int64_t>{1280, 720}));
}

TEST_F(DeviceChannelTest, SupportsNothingThatNobodyKnows) {
  start();
  const auto sku = host_->call(DeviceInfo::sku{});
  ASSERT_FALSE(sku);
  EXPECT_EQ(sku.error().code, ErrorCode::kNotSupported);
  EXPECT_EQ(sku.error().message,
            "device.sku is not known: neither DMI, device tree nor "
            "default_values.additional_info.sku says it");
  for (const auto code :
       {host_->call(DeviceInfo::hdr{}).error().code, host_->call(DeviceInfo::audio{}).error().code,
        host_->call(DeviceInfo::hdcp{}).error().code,
        host_->call(DeviceInfo::screen_resolution{}).error().code,
        host_->call(DeviceInfo::video_resolution{}).error().code,
        host_->call(DeviceInfo::memory{}).error().code,
        host_->call(DeviceInfo::internet_status{}).error().code}) {
    EXPECT_EQ(code, ErrorCode::kNotSupported);
  }
}

TEST_F(DeviceChannelTest, IsNamedByItsHostUntilSomebodyNamesIt) {
  start();
  EXPECT_EQ(host_->call(DeviceInfo::name{}).value(), "den");
  ASSERT_TRUE(host_->call(DeviceInfo::set_name{"Kitchen"}));
  EXPECT_EQ(host_->call(DeviceInfo::name{}).value(), "Kitchen");
  EXPECT_EQ(host_->events<DeviceInfo::OnNameChanged>(), (std::vector<std::string>{"Kitchen"}));
  EXPECT_EQ(host_->events<DeviceInfo::OnDeviceNameChanged>(),
            (std::vector<std::string>{"Kitchen"}));
  restart();
  EXPECT_EQ(host_->call(DeviceInfo::name{}).value(), "Kitchen");
}

TEST_F(DeviceChannelTest, TellsNoNameTwiceAndTakesNoEmptyOne) {
  start();
  ASSERT_TRUE(host_->call(DeviceInfo::set_name{"den"}));
  EXPECT_TRUE(host_->events<DeviceInfo::OnNameChanged>().empty());
  EXPECT_EQ(host_->call(DeviceInfo::set_name{""}).error().code, ErrorCode::kInvalidParams);
}

TEST_F(DeviceChannelTest, GivesEachAppAUidAndNobodyElseOne) {
  start();
  const auto one = host_->call(DeviceInfo::uid{}, Caller{"one"});
  const auto two = host_->call(DeviceInfo::uid{}, Caller{"two"});
  ASSERT_TRUE(one && two);
  EXPECT_NE(*one, *two);
  EXPECT_EQ(host_->call(DeviceInfo::uid{}).error().code, ErrorCode::kUnsupportedOperation);
}

TEST_F(DeviceChannelTest, IsWhatItWasProvisionedAs) {
  start();
  const auto before = host_->call(DeviceInfo::id{}).value();
  ASSERT_TRUE(host_->call(DeviceInfo::provision{"account-1", "device-1", "distributor-1"}));
  EXPECT_NE(before, "device-1");
  EXPECT_EQ(host_->call(DeviceInfo::id{}).value(), "device-1");
  EXPECT_EQ(host_->call(DeviceInfo::distributor{}).value(), "distributor-1");
  const auto account = host_->call(LocalStorage::get{"provision", "account_id", {}}).value();
  ASSERT_TRUE(account);
  EXPECT_EQ(account->value, "account-1");
  ASSERT_TRUE(host_->call(DeviceInfo::provision{"account-1", "device-1", {}}));
  EXPECT_EQ(host_->call(DeviceInfo::distributor{}).value(), "acme-experience");
}

TEST_F(DeviceChannelTest, TellsTheTimeZoneWhenItIsSet) {
  start();
  EXPECT_EQ(host_->call(DeviceInfo::time_zone{}).value(), "Europe/Berlin");
  ASSERT_TRUE(host_->call(DeviceInfo::set_time_zone{"Asia/Tokyo"}));
  EXPECT_EQ(host_->call(DeviceInfo::time_zone{}).value(), "Asia/Tokyo");
  const std::vector<std::string> told = {"Asia/Tokyo"};
  EXPECT_EQ(host_->events<DeviceInfo::OnTimeZoneChanged>(), told);
  EXPECT_EQ(host_->events<TimeZoneDeviceEvents::OnChanged>(), told);
  EXPECT_EQ(context_zones_, (std::vector<std::string>{"Europe/Berlin", "Asia/Tokyo"}));
  EXPECT_EQ(host_->call(DeviceInfo::set_time_zone{"Mars/Olympus"}).error().code,
            ErrorCode::kInvalidParams);
}

TEST_F(DeviceChannelTest, TellsTheTimeZoneWhenSomebodyElseSetsIt) {
  start();
  machine_.link("etc/localtime.new", "/usr/share/zoneinfo/Asia/Tokyo");
  std::filesystem::rename(machine_.root() / "etc/localtime.new", machine_.root() / "etc/localtime");
  EXPECT_TRUE(wait_for([&] { return !host_->events<DeviceInfo::OnTimeZoneChanged>().empty(); }));
  EXPECT_EQ(host_->events<DeviceInfo::OnTimeZoneChanged>(),
            (std::vector<std::string>{"Asia/Tokyo"}));
}

TEST_F(DeviceChannelTest, KeepsValuesOfExtensions) {
  start();
  Json::Value value(Json::objectValue);
  value["deep"] = ripple::to_json(std::vector<int>{1, 2});
  EXPECT_TRUE(host_->call(LocalStorage::set{"acme", "k", value, {}}).value());
  EXPECT_FALSE(host_->call(LocalStorage::set{"acme", "k", value, {}}).value());
  EXPECT_TRUE(host_->call(LocalStorage::set{"acme", "k", Json::Value(1), "account"}).value());
  restart();
  const auto stored = host_->call(LocalStorage::get{"acme", "k", {}}).value();
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->value, value);
  EXPECT_EQ(stored->update_time, "2023-11-14T22:13:20.123Z");
  EXPECT_EQ(host_->call(LocalStorage::list{"acme", {}}).value(), (std::vector<std::string>{"k"}));
  EXPECT_TRUE(host_->call(LocalStorage::delete_{"acme", "k", {}}).value());
  EXPECT_FALSE(host_->call(LocalStorage::get{"acme", "k", {}}).value());
  EXPECT_TRUE(host_->call(LocalStorage::get{"acme", "k", "account"}).value());
}

TEST_F(DeviceChannelTest, KeepsSecretsOfEachAppApart) {
  start();
  using Scope = SecureStorage::StorageScope;
  const Caller one{"one"};
  ASSERT_TRUE(host_->call(SecureStorage::set{Scope::kDevice, "k", "secret", {}}, one));
  EXPECT_EQ(host_->call(SecureStorage::get{Scope::kDevice, "k"}, one).value(), "secret");
  EXPECT_FALSE(host_->call(SecureStorage::get{Scope::kAccount, "k"}, one).value());
  EXPECT_FALSE(host_->call(SecureStorage::get{Scope::kDevice, "k"}, Caller{"two"}).value());
  EXPECT_EQ(host_->call(SecureStorage::get{Scope::kDevice, "k"}).error().code,
            ErrorCode::kUnsupportedOperation);

  ASSERT_TRUE(host_->call(SecureStorage::set_for_app{"two", Scope::kDevice, "k", "other", {}}));
  EXPECT_EQ(host_->call(SecureStorage::get{Scope::kDevice, "k"}, Caller{"two"}).value(), "other");
  ASSERT_TRUE(host_->call(SecureStorage::clear{Scope::kDevice}, one));
  EXPECT_FALSE(host_->call(SecureStorage::get{Scope::kDevice, "k"}, one).value());
  ASSERT_TRUE(host_->call(SecureStorage::remove_for_app{"two", Scope::kDevice, "k"}));
  EXPECT_FALSE(host_->call(SecureStorage::get{Scope::kDevice, "k"}, Caller{"two"}).value());
}

TEST_F(DeviceChannelTest, ForgetsASecretWhenItsTimeIsOver) {
  start();
  using Scope = SecureStorage::StorageScope;
  const Caller app{"app"};
  const SecureStorage::StorageOptions options{1.5};
  ASSERT_TRUE(host_->call(SecureStorage::set{Scope::kDevice, "k", "v", options}, app));
  now_ += 1499;
  EXPECT_EQ(host_->call(SecureStorage::get{Scope::kDevice, "k"}, app).value(), "v");
  now_ += 1;
  EXPECT_FALSE(host_->call(SecureStorage::get{Scope::kDevice, "k"}, app).value());
  const SecureStorage::StorageOptions none{0};
  EXPECT_EQ(host_->call(SecureStorage::set{Scope::kDevice, "k", "v", none}, app).error().code,
            ErrorCode::kInvalidParams);
}

TEST_F(DeviceChannelTest, ReportsAnErrorWhenItCannotStoreAnything) {
  config_.saved_dir = "/proc/nowhere";
  start();
  EXPECT_FALSE(host_->has_status(RIPPLE_STATUS_READY));
  ASSERT_TRUE(host_->has_status(RIPPLE_STATUS_ERROR));
  EXPECT_NE(host_->statuses().back().message.find("/proc/nowhere/storage.sqlite3"),
            std::string::npos);
}
