#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "emulator/emulator.hpp"
#include "thunder_example.hpp"

namespace ripple::thunder {
namespace {

TEST(ThunderExample, PrintsTheVersionOfTheDevice) {
  auto loaded = emulator::load_profile(RIPPLE_THUNDER_PROFILES "/device.json");
  ASSERT_EQ(loaded.problem, "");
  boost::asio::io_context loop(1);
  emulator::Emulator server(loop, {.profile = loaded.profile});
  const auto listening = server.listen();
  ASSERT_EQ(listening.problem, "");
  std::thread thread([&loop] { loop.run(); });
  testing::internal::CaptureStdout();
  print_version_of("ws://127.0.0.1:" + std::to_string(listening.port) + "/jsonrpc");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "5.0.0#emulated\n");
  loop.stop();
  thread.join();
}

}  // namespace
}  // namespace ripple::thunder
