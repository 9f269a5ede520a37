#include "ripple/task.hpp"

#include <gtest/gtest.h>

#include <coroutine>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace ripple {
namespace {

// Runs a task that never waits.
template <typename T>
struct Outcome {
  struct promise_type {
    Outcome get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
Outcome<void> run(Task<void> task, bool& done) {
  co_await std::move(task);
  done = true;
}

Task<int> one() { co_return 1; }
Task<std::string> failing() {
  throw std::runtime_error("no");
  co_return "never";
}

TEST(Task, DoesNothingUntilItIsAwaited) {
  bool began = false;
  const auto begin = [&]() -> Task<void> {
    began = true;
    co_return;
  };
  Task<void> task = begin();
  EXPECT_FALSE(began);
  bool done = false;
  run(std::move(task), done);
  EXPECT_TRUE(began);
  EXPECT_TRUE(done);
}

TEST(Task, ThrowsAtTheAwaitWhatTheCoroutineThrew) {
  std::string caught;
  const auto catching = [&]() -> Task<void> {
    try {
      co_await failing();
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
  };
  bool done = false;
  run(catching(), done);
  EXPECT_EQ(caught, "no");
  EXPECT_TRUE(done);
}

TEST(Task, NeedsNoStackForALoopOfTasksThatFinishAtOnce) {
  int sum = 0;
  const auto counting = [&]() -> Task<void> {
    for (int i = 0; i < 1'000'000; ++i) sum += co_await one();
  };
  bool done = false;
  run(counting(), done);
  EXPECT_EQ(sum, 1'000'000);
}

TEST(Task, DestroysWhatItHoldsWhenItIsDroppedWhileItWaits) {
  auto token = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = token;
  const auto waiting = [](std::shared_ptr<int> held) -> Task<void> {
    co_await std::suspend_always{};
    *held = 2;
  };
  {
    const Task<void> unstarted = waiting(std::move(token));
    EXPECT_FALSE(watch.expired());
  }
  EXPECT_TRUE(watch.expired());
}

}  // namespace
}  // namespace ripple
