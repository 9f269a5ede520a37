#include "ripple/channel.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ripple/testing/deterministic_loop.hpp"
#include "ripple/timeout.hpp"
#include "ripple/when.hpp"

namespace ripple {
namespace {

using testing::DeterministicLoop;

Task<void> send_all(Sender<int> sender, int first, int count) {
  for (int i = first; i < first + count; ++i) {
    const auto sent = co_await sender.send(i);
    if (!sent) co_return;
  }
}

Task<void> receive_all(Receiver<int> receiver, std::vector<int>* got) {
  auto stream = receiver.stream();
  while (auto item = co_await stream.next()) got->push_back(item->value());
}

Task<ErrorCode> receive_error(Receiver<int> receiver) {
  const auto item = co_await receiver.receive();
  co_return item ? ErrorCode::kInternal : item.error().code;
}

Task<void> receive_one(Receiver<int> receiver, int number, std::vector<int>* order) {
  const auto item = co_await receiver.receive();
  if (item) order->push_back(number);
}

TEST(LocalChannel, PassesItemsInTheOrderInWhichTheyWereSent) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(2, "numbers");
  std::vector<int> got;
  loop.spawn(send_all(std::move(sender), 0, 100));
  loop.spawn(receive_all(std::move(receiver), &got));
  loop.run_until_idle();
  ASSERT_EQ(got.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(got[static_cast<std::size_t>(i)], i);
  EXPECT_TRUE(loop.is_done());
}

TEST(LocalChannel, RefusesWhatDoesNotFitAndSaysWhichChannelIsFull) {
  auto [sender, receiver] = make_channel<int>(2, "numbers");
  EXPECT_TRUE(sender.try_send(1));
  EXPECT_TRUE(sender.try_send(2));
  const auto refused = sender.try_send(3);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kOverloaded);
  EXPECT_NE(refused.error().message.find("\"numbers\""), std::string::npos);
}

TEST(LocalChannel, LetsASenderWaitUntilThereIsRoom) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  auto sending = loop.spawn(send_all(std::move(sender), 0, 3));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  EXPECT_FALSE(sending.is_over());
  std::vector<int> got;
  loop.spawn(receive_all(receiver, &got));
  loop.run_until_idle();
  EXPECT_TRUE(sending.is_over());
  EXPECT_EQ(got, (std::vector{0, 1, 2}));
}

TEST(LocalChannel, DoesNotLetASenderPassThoseWhoWait) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  ASSERT_TRUE(sender.try_send(0));
  loop.spawn(send_all(sender, 1, 1));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  const auto take = [](Receiver<int> from, Sender<int> to, bool* refused) -> Task<void> {
    static_cast<void>(co_await from.receive());
    *refused = !to.try_send(2);
  };
  bool refused = false;
  loop.spawn(take(receiver, sender, &refused));
  loop.run_until_idle();
  EXPECT_TRUE(refused);
}

TEST(LocalChannel, IsClosedWhenTheLastSenderHasGoneAndItIsEmpty) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(4, "numbers");
  ASSERT_TRUE(sender.try_send(1));
  { const Sender<int> last = std::move(sender); }
  std::vector<int> got;
  auto receiving = loop.spawn(receive_all(receiver, &got));
  loop.run_until_idle();
  EXPECT_TRUE(receiving.is_over());
  EXPECT_EQ(got, std::vector{1});
  auto after = loop.spawn(receive_error(receiver));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(after), ErrorCode::kNothingToReturn);
}

TEST(LocalChannel, EndsTheWaitOfReceiversWhenItCloses) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(4, "numbers");
  const LoopHold hold(loop.door());
  auto one = loop.spawn(receive_error(receiver));
  auto two = loop.spawn(receive_error(receiver));
  loop.run_until_idle();
  { const Sender<int> last = std::move(sender); }
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(one), ErrorCode::kNothingToReturn);
  EXPECT_EQ(*loop.result(two), ErrorCode::kNothingToReturn);
}

TEST(LocalChannel, CancelsSendersWhenEveryReceiverHasGone) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  ASSERT_TRUE(sender.try_send(0));
  const auto send = [](Sender<int> own) -> Task<Result<void>> { co_return co_await own.send(1); };
  auto sending = loop.spawn(send(sender));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  { const Receiver<int> last = std::move(receiver); }
  loop.run_until_idle();
  const auto sent = loop.result(sending);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::kCancelled);
  const auto later = sender.try_send(1);
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().code, ErrorCode::kCancelled);
}

TEST(LocalChannel, GivesErrorsAsItemsAndGoesOn) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(4, "numbers");
  ASSERT_TRUE(sender.try_send(1));
  ASSERT_TRUE(sender.fail({ErrorCode::kServiceFailure, "no more paper", {}}));
  ASSERT_TRUE(sender.try_send(2));
  { const Sender<int> last = std::move(sender); }
  std::vector<std::string> got;
  const auto read = [](Receiver<int> from, std::vector<std::string>* items) -> Task<void> {
    auto stream = from.stream();
    while (auto item = co_await stream.next()) {
      items->push_back(*item ? std::to_string(**item) : item->error().message);
    }
    if (stream.error()) items->push_back(stream.error()->message);
  };
  loop.spawn(read(receiver, &got));
  loop.run_until_idle();
  EXPECT_EQ(got, (std::vector<std::string>{"1", "no more paper", "2"}));
}

TEST(LocalChannel, ServesWaitingReceiversInTheOrderInWhichTheyCame) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(4, "numbers");
  std::vector<int> order;
  for (int i = 0; i < 4; ++i) loop.spawn(receive_one(receiver, i, &order));
  loop.spawn(send_all(sender, 0, 4));
  loop.run_until_idle();
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3}));
}

TEST(LocalChannel, LeavesNoWaiterBehindWhenAReadIsDropped) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(4, "numbers");
  std::vector<int> order;
  auto dropped = loop.spawn(receive_one(receiver, 0, &order));
  loop.spawn(receive_one(receiver, 1, &order));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  ASSERT_EQ(loop.waits(), 2u);
  dropped.cancel();
  loop.run_until_idle();
  EXPECT_EQ(loop.waits(), 1u);
  ASSERT_TRUE(sender.try_send(7));
  loop.run_until_idle();
  EXPECT_EQ(order, std::vector{1});
}

TEST(LocalChannel, GivesTheItemOfAReceiverThatIsDestroyedBeforeItRanToTheNext) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(4, "numbers");
  std::vector<int> order;
  auto first = loop.spawn(receive_one(receiver, 0, &order));
  loop.spawn(receive_one(receiver, 1, &order));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  const auto send_and_cancel = [](Sender<int> to, JoinHandle<void>* victim) -> Task<void> {
    EXPECT_TRUE(to.try_send(7));
    victim->cancel();
    co_return;
  };
  loop.spawn(send_and_cancel(sender, &first));
  loop.run_until_idle();
  EXPECT_EQ(order, std::vector{1});
}

TEST(LocalChannel, KeepsTheItemOfTheOnlyReceiverThatIsDestroyedBeforeItRan) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  std::vector<int> order;
  auto first = loop.spawn(receive_one(receiver, 0, &order));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  const auto send_and_cancel = [](Sender<int> to, JoinHandle<void>* victim) -> Task<void> {
    EXPECT_TRUE(to.try_send(7));
    victim->cancel();
    co_return;
  };
  loop.spawn(send_and_cancel(sender, &first));
  loop.run_until_idle();
  EXPECT_TRUE(order.empty());
  loop.spawn(receive_one(receiver, 1, &order));
  loop.run_until_idle();
  EXPECT_EQ(order, std::vector{1});
}

TEST(LocalChannel, SendsNothingWhenASendIsGivenUp) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  ASSERT_TRUE(sender.try_send(0));
  auto given_up = loop.spawn(send_all(sender, 1, 1));
  const LoopHold hold(loop.door());
  loop.run_until_idle();
  const auto take_and_cancel = [](Receiver<int> from, JoinHandle<void>* victim) -> Task<void> {
    static_cast<void>(co_await from.receive());
    victim->cancel();
  };
  loop.spawn(take_and_cancel(receiver, &given_up));
  loop.run_until_idle();
  EXPECT_TRUE(sender.try_send(2));
  const auto refused = sender.try_send(3);
  EXPECT_FALSE(refused);
  std::vector<int> got;
  loop.spawn(receive_all(receiver, &got));
  loop.run_until_idle();
  EXPECT_EQ(got, std::vector{2});
}

TEST(LocalChannel, EndsItsWaitsWhenTheLoopIsStopped) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  const LoopHold hold(loop.door());
  auto receiving = loop.spawn(receive_error(receiver));
  loop.run_until_idle();
  loop.stop();
  EXPECT_EQ(*loop.result(receiving), ErrorCode::kCancelled);
}

TEST(LocalChannel, TellsOfAUseWithoutALoop) {
  auto [sender, receiver] = make_channel<int>(1, "numbers");
  auto receive = receiver.receive();
  EXPECT_TRUE(receive.await_ready());
  EXPECT_EQ(receive.await_resume().error().code, ErrorCode::kFailedPrecondition);
  const RemoteSender<int> remote = sender.remote();
  EXPECT_EQ(remote.try_send(1).error().code, ErrorCode::kFailedPrecondition);
}

TEST(LocalChannel, CarriesWhatCanOnlyBeMoved) {
  DeterministicLoop loop;
  auto [sender, receiver] = make_channel<std::unique_ptr<int>>(1, "boxes");
  const auto send = [](Sender<std::unique_ptr<int>> to) -> Task<void> {
    for (int i = 0; i < 3; ++i) static_cast<void>(co_await to.send(std::make_unique<int>(i)));
  };
  const auto add = [](Receiver<std::unique_ptr<int>> from) -> Task<int> {
    int sum = 0;
    auto stream = from.stream();
    while (auto item = co_await stream.next()) sum += **item.value();
    co_return sum;
  };
  loop.spawn(send(std::move(sender)));
  auto sum = loop.spawn(add(std::move(receiver)));
  loop.run_until_idle();
  EXPECT_EQ(*loop.result(sum), 3);
}

TEST(LocalChannel, LetsTheLoopDoOtherThingsWhileTwoTasksKeepEachOtherBusy) {
  DeterministicLoop loop;
  auto [there, here] = make_channel<int>(1, "there");
  auto [back, home] = make_channel<int>(1, "back");
  const auto play = [](Receiver<int> from, Sender<int> to) -> Task<void> {
    auto balls = from.stream();
    while (auto ball = co_await balls.next()) {
      const auto sent = co_await to.send(ball->value());
      if (!sent) co_return;
    }
  };
  ASSERT_TRUE(there.try_send(1));
  auto one = loop.spawn(play(std::move(here), std::move(back)));
  auto two = loop.spawn(play(std::move(home), there));
  struct Stop final : Bell {
    explicit Stop(JoinHandle<void>& handle) : victim(handle) {}
    void on_rung() override { victim.cancel(); }
    JoinHandle<void>& victim;
  };
  loop.door()->ring(std::make_shared<Stop>(one));
  loop.run_until_idle();
  EXPECT_TRUE(one.is_over());
  EXPECT_TRUE(two.is_over());
}

}  // namespace
}  // namespace ripple
