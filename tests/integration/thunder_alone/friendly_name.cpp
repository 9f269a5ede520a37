// Renames a device and prints the name that the device then tells everybody.
//
//   friendly_name ws://127.0.0.1:9998/jsonrpc Kitchen

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <iostream>
#include <ripple/thunder/device.hpp>

using namespace ripple::thunder;
using namespace std::chrono_literals;

static boost::asio::awaitable<void> rename(ThunderDevice& device, std::string name,
                                           const Subscription& changed) {
  Json::Value params;
  params["friendlyName"] = name;
  const Deadline deadline = 10s;
  co_await device.connected(deadline);
  co_await changed.registered(deadline);
  Result<Json::Value> reply =
      co_await device.call("org.rdk.System.1.setFriendlyName", params, deadline);
  if (!reply) std::cerr << reply.error().message << '\n';
}

int main(int, char** argv) {
  boost::asio::io_context loop;
  DeviceConfig config;
  config.client.endpoint = *Endpoint::parse(argv[1]);
  ThunderDevice device(loop, config);
  const Subscription changed =
      device.subscribe("org.rdk.System", "onFriendlyNameChanged", [&](const Json::Value& params) {
        std::cout << params["friendlyName"].asString() << std::endl;
        loop.stop();
      });
  boost::asio::co_spawn(loop, rename(device, argv[2], changed), boost::asio::detached);
  loop.run_for(20s);
}
