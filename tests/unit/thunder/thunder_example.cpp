#include "thunder_example.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <iostream>

#include "ripple/thunder/client.hpp"

using namespace ripple::thunder;       // NOLINT
using namespace std::chrono_literals;  // NOLINT

static boost::asio::awaitable<void> print_version(ThunderClient& client) {
  co_await client.connected(5s);
  Result<Json::Value> info = co_await client.call("DeviceInfo.1.systeminfo", {}, 2s);
  std::cout << (info ? (*info)["version"].asString() : info.error().message) << '\n';
  client.close();
}

void print_version_of(const std::string& url) {
  boost::asio::io_context loop;
  ThunderClient client(loop, {.endpoint = *Endpoint::parse(url)});
  boost::asio::co_spawn(loop, print_version(client), boost::asio::detached);
  loop.run();
}
