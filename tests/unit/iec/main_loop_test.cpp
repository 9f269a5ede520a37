#include "main/iec/main_loop.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <thread>
#include <vector>

#include "main/iec/wake_timer.hpp"

namespace ripple::iec {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;

// Callbacks are C functions with one argument.
struct Step {
  std::function<void()> run;
  static void call(void* self) { static_cast<Step*>(self)->run(); }
};

struct MainLoopTest : ::testing::Test {
  std::uint64_t set(std::int64_t at, Step& step) { return loop.set_timer(at, Step::call, &step); }

  boost::asio::io_context io;
  MainLoop loop{io};
  std::vector<int> order;
  Step one{[this] { order.push_back(1); }}, two{[this] { order.push_back(2); }},
      three{[this] { order.push_back(3); }};
};

TEST_F(MainLoopTest, RunsTimersInTheOrderOfTheirTimes) {
  const std::int64_t now = loop.now();
  set(now + 3 * kMillisecond, three);
  set(now + kMillisecond, one);
  set(now + 2 * kMillisecond, two);
  io.run();
  EXPECT_EQ(order, (std::vector{1, 2, 3}));
  EXPECT_GE(loop.now(), now + 3 * kMillisecond);
}

TEST_F(MainLoopTest, RunsTimersOfOneTimeInTheOrderTheyWereSet) {
  const std::int64_t at = loop.now() + kMillisecond;
  for (Step* step : {&two, &one, &three}) set(at, *step);
  io.run();
  EXPECT_EQ(order, (std::vector{2, 1, 3}));
}

TEST_F(MainLoopTest, NeverRunsATimerEarly) {
  const std::int64_t at = loop.now() + 2 * kMillisecond;
  std::int64_t ran = 0;
  Step step{[&] { ran = loop.now(); }};
  set(at, step);
  io.run();
  EXPECT_GE(ran, at);
}

TEST_F(MainLoopTest, RunsAtOnceWhatIsPast) {
  set(loop.now() - kMillisecond, one);
  set(1, two);
  set(INT64_MIN, three);
  io.run();
  EXPECT_EQ(order, (std::vector{3, 2, 1}));
}

TEST_F(MainLoopTest, ForgetsACancelledTimerAndHasNoWorkLeft) {
  const std::uint64_t id = set(loop.now() + 3600'000 * kMillisecond, one);
  set(INT64_MAX, two);
  EXPECT_NE(id, 0U);
  loop.cancel_timer(id);
  loop.cancel_timer(id);
  loop.cancel_timer(id + 1);
  loop.cancel_timer(0);
  io.run();
  EXPECT_TRUE(order.empty());
}

TEST_F(MainLoopTest, LetsACallbackCancelAnotherThatIsDue) {
  const std::int64_t now = loop.now();
  std::uint64_t doomed = 0;
  Step killer{[&] { loop.cancel_timer(doomed); }};
  set(now - 2, killer);
  doomed = set(now - 1, one);
  io.run();
  EXPECT_TRUE(order.empty());
}

TEST_F(MainLoopTest, LetsACallbackSetTheNextTimer) {
  int left = 5;
  Step again;
  again.run = [&] {
    if (--left > 0) set(loop.now(), again);
  };
  set(loop.now(), again);
  io.run();
  EXPECT_EQ(left, 0);
}

TEST_F(MainLoopTest, RunsOnItsOwnThreadWhatAnotherPosts) {
  std::thread::id ran_on;
  Step step{[&] { ran_on = std::this_thread::get_id(); }};
  std::thread([&] { loop.post(Step::call, &step); }).join();
  EXPECT_EQ(ran_on, std::thread::id());
  io.run();
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TEST(AsioWakeTimer, ReplacesAnEarlierTime) {
  boost::asio::io_context io;
  AsioWakeTimer timer(io);
  int wakes = 0;
  timer.on_wake([&] { ++wakes; });
  timer.wake_at(timer.now() + 3600'000 * kMillisecond);
  const std::int64_t at = timer.now() + kMillisecond;
  timer.wake_at(at);
  io.run();
  EXPECT_EQ(wakes, 1);
  EXPECT_GE(timer.now(), at);
}

TEST(AsioWakeTimer, DoesNotWakeOnceStopped) {
  boost::asio::io_context io;
  AsioWakeTimer timer(io);
  timer.on_wake([] { ADD_FAILURE(); });
  timer.wake_at(timer.now() + 3600'000 * kMillisecond);
  timer.stop();
  io.run();
}

}  // namespace
}  // namespace ripple::iec
