#include "ripple/thunder/pool.hpp"

#include "fixture.hpp"

namespace ripple::thunder {
namespace {

class ThunderPoolTest : public ThunderTest {
 protected:
  PoolConfig pool_config(std::size_t call_links) {
    PoolConfig config;
    config.client = client_config();
    config.call_links = call_links;
    return config;
  }
};

TEST_F(ThunderPoolTest, OpensOneLinkForEventsBesideThoseForCalls) {
  ThunderPool pool(loop_, pool_config(3));
  run([&]() -> Task { co_await until([this] { return server().links().size() == 4; }); });
}

TEST_F(ThunderPoolTest, LetsAFastCallPassSlowOnesOnAnotherLink) {
  ThunderPool pool(loop_, pool_config(2));
  run([&]() -> Task {
    co_await until([&pool] { return pool.connected_links() == 3; });
    // The server works on two requests of a link at a time: three fill one link and begin another.
    for (int i = 0; i < 3; ++i) {
      asio::co_spawn(loop_, pool.call("Echo.1.never", {}, kLong), asio::detached);
    }
    co_await until([&pool] { return pool.pending_calls() == 3; });
    EXPECT_TRUE(co_await pool.call("Echo.1.echo", {}, kLong));
    EXPECT_EQ(pool.pending_calls(), 3U);
  });
}

TEST_F(ThunderPoolTest, ReplacesABrokenLinkWhileTheOthersGoOn) {
  ThunderPool pool(loop_, pool_config(2));
  run([&]() -> Task {
    co_await until([&pool] { return pool.connected_links() == 3; });
    const std::vector<emulator::LinkId> links = server().links();
    server().cut_link(links.back());
    EXPECT_TRUE(co_await pool.call("Echo.1.echo", {}, kLong));
    co_await until([this] { return server().links().size() == 3; });
  });
}

TEST_F(ThunderPoolTest, CallsOnTheLinkForEventsWhenThereIsNoOther) {
  ThunderPool pool(loop_, pool_config(0));
  run([&]() -> Task {
    EXPECT_TRUE(co_await pool.connected(kLong));
    EXPECT_TRUE(co_await pool.call("Echo.1.echo", {}, kLong));
    EXPECT_EQ(server().links().size(), 1U);
  });
}

TEST_F(ThunderPoolTest, FailsACallAtOnceWhenNoLinkIsUp) {
  server().stop();
  ThunderPool pool(loop_, pool_config(1));
  run([&]() -> Task {
    const Reply reply = co_await pool.call("Echo.1.echo", {}, kLong);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotConnected);
    EXPECT_EQ((co_await pool.connected(20ms)).error().code, ErrorCode::kDeadlineExceeded);
  });
}

}  // namespace
}  // namespace ripple::thunder
