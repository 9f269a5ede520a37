#include "ripple/timer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <utility>
#include <vector>

namespace ripple {
namespace {

struct Mark : Timer {
  Mark(std::vector<int>& marks, int number) : marks_(marks), number_(number) {}
  void on_time() override { marks_.push_back(number_); }

 private:
  std::vector<int>& marks_;
  int number_;
};

void run_until(TimerQueue& queue, std::int64_t now) {
  while (Timer* const due = queue.take_due(now)) due->on_time();
}

TEST(TimerQueue, RunsTimersInTheOrderOfTheirMomentsAndThenOfTheirSetting) {
  TimerQueue queue;
  std::vector<int> marks;
  Mark late(marks, 3);
  Mark early(marks, 1);
  Mark second(marks, 2);
  queue.add(late, 20);
  queue.add(early, 10);
  queue.add(second, 10);
  EXPECT_EQ(queue.first(), 10);
  run_until(queue, 9);
  EXPECT_TRUE(marks.empty());
  run_until(queue, 20);
  EXPECT_EQ(marks, (std::vector{1, 2, 3}));
  EXPECT_TRUE(queue.is_empty());
}

TEST(TimerQueue, ForgetsATimerThatIsRemovedOrDestroyed) {
  TimerQueue queue;
  std::vector<int> marks;
  Mark removed(marks, 1);
  queue.add(removed, 5);
  {
    Mark destroyed(marks, 2);
    queue.add(destroyed, 6);
  }
  queue.remove(removed);
  run_until(queue, 100);
  EXPECT_TRUE(marks.empty());
}

TEST(TimerQueue, StaysInOrderWhileTimersComeAndGo) {
  TimerQueue queue;
  std::vector<int> marks;
  std::vector<std::unique_ptr<Mark>> timers;
  std::vector<std::pair<int, int>> expected;
  std::mt19937 random(7);
  for (int i = 0; i < 1000; ++i) {
    timers.push_back(std::make_unique<Mark>(marks, i));
    const int at = static_cast<int>(random() % 100);
    queue.add(*timers.back(), at);
    if (i % 3 == 0)
      queue.remove(*timers.back());
    else
      expected.emplace_back(at, i);
  }
  std::stable_sort(expected.begin(), expected.end(),
                   [](const auto& left, const auto& right) { return left.first < right.first; });
  run_until(queue, 100);
  ASSERT_EQ(marks.size(), expected.size());
  for (std::size_t i = 0; i < marks.size(); ++i) EXPECT_EQ(marks[i], expected[i].second);
}

}  // namespace
}  // namespace ripple
