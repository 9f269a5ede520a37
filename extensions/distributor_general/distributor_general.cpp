#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <chrono>
#include <ripple/contracts/account_session.hpp>
#include <ripple/contracts/advertising.hpp>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/device_session.hpp>
#include <ripple/contracts/distributor_session.hpp>
#include <ripple/contracts/local_storage.hpp>
#include <ripple/contracts/permissions.hpp>
#include <ripple/contracts/platform_session.hpp>
#include <ripple/contracts/privacy_settings.hpp>
#include <ripple/contracts/root_session.hpp>
#include <ripple/sdk.hpp>

#include "distributor_general/distributor_channel.hpp"

namespace {

using namespace ripple::contracts;

std::int64_t wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

std::string new_identifier() { return to_string(boost::uuids::random_generator()()); }

ripple::Task<void> serve(ripple::Node node) {
  return ripple::distributor_general::serve_distributor(node, {wall_clock, new_identifier});
}

}  // namespace

RIPPLE_EXTN_LIBRARY(ripple::entry("ripple:channel:distributor:general")
                        .version("1.0.0")
                        .provides<Permissions, AccountSession, PlatformSession, DeviceSession,
                                  DistributorSession, RootSession, PrivacySettings, Advertising>()
                        .uses<Config, LocalStorage>()
                        .channel(serve))
