#include "main/iec/inbox.hpp"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "router_fixture.hpp"

namespace ripple::iec {
namespace {

class InboxTest : public RouterFixture {
 protected:
  InboxTest() : inbox_(io_, router_, 3) {}

  template <typename Work>
  static void on_another_thread(Work work) {
    std::thread(work).join();
  }

  boost::asio::io_context io_;
  Inbox inbox_;
};

TEST_F(InboxTest, HandsOverInOneTurnWhatCameInABatch) {
  on_another_thread([&] {
    for (std::uint64_t id = 1; id <= 3; ++id) {
      EXPECT_EQ(inbox_.put(caller_, request(id)), RIPPLE_OK);
    }
  });
  EXPECT_TRUE(provider_box_.messages.empty());
  EXPECT_EQ(io_.poll(), 1U);
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 3U);
}

TEST_F(InboxTest, KeepsTheOrderOfOneThread) {
  router_.submit(caller_, subscription(RIPPLE_SUBSCRIBE, 1));
  caller_box_.messages.clear();
  Inbox wide(io_, router_, 1000);
  on_another_thread([&] {
    for (int i = 0; i < 1000; ++i) wide.put(provider_, event(std::to_string(i)));
  });
  io_.poll();
  ASSERT_EQ(caller_box_.messages.size(), 1000U);
  for (std::size_t i = 0; i < 1000; ++i) {
    ASSERT_EQ(caller_box_.messages[i].payload(), std::to_string(i));
  }
}

TEST_F(InboxTest, RefusesRequestsAtItsLimitButNeverAnAnswer) {
  router_.submit(caller_, request(9));
  const Message asked = last_asked().share();
  on_another_thread([&] {
    for (std::uint64_t id = 1; id <= 3; ++id) inbox_.put(caller_, request(id));
    EXPECT_EQ(inbox_.put(caller_, request(4)), RIPPLE_FULL);
    EXPECT_EQ(inbox_.put(provider_, event("1")), RIPPLE_FULL);
    EXPECT_EQ(inbox_.put(provider_, answer_to(asked)), RIPPLE_OK);
    Message ready(RIPPLE_STATUS);
    ready.header().code = RIPPLE_STATUS_READY;
    EXPECT_EQ(inbox_.put(provider_, std::move(ready)), RIPPLE_OK);
  });
  io_.poll();
  EXPECT_EQ(only_answer(9).payload(), "\"Acme\"");
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 4U);
  on_another_thread([&] { EXPECT_EQ(inbox_.put(caller_, request(4)), RIPPLE_OK); });
}

TEST_F(InboxTest, PassesWhatMainsOwnThreadSendsStraightThrough) {
  EXPECT_EQ(inbox_.put(caller_, request(1)), RIPPLE_OK);
  EXPECT_EQ(provider_box_.count(RIPPLE_REQUEST), 1U);
}

TEST_F(InboxTest, RefusesEverythingOnceItIsClosed) {
  on_another_thread([&] { inbox_.put(caller_, request(1)); });
  inbox_.close();
  on_another_thread([&] { EXPECT_EQ(inbox_.put(caller_, request(2)), RIPPLE_CLOSED); });
  io_.poll();
  EXPECT_TRUE(provider_box_.messages.empty());
}

// A channel on a thread of its own, as far as the router can see: it answers what it is asked.
class ThreadedProvider final : public Mailbox {
 public:
  ThreadedProvider(ExtnIndex index, Inbox& inbox) : index_(index), inbox_(inbox) {}
  ~ThreadedProvider() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  std::int32_t deliver(Message message) override {
    {
      const std::lock_guard lock(mutex_);
      if (queue_.size() >= 64 && message.kind() == RIPPLE_REQUEST) return RIPPLE_FULL;
      queue_.push_back(std::move(message));
    }
    changed_.notify_one();
    return RIPPLE_OK;
  }

 private:
  void run() {
    for (;;) {
      std::deque<Message> batch;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        batch.swap(queue_);
      }
      for (const Message& message : batch) {
        if (message.kind() != RIPPLE_REQUEST) continue;
        Message answer = make_response(message.payload());
        answer.header().id = message.header().id;
        inbox_.put(index_, std::move(answer));
      }
    }
  }

  ExtnIndex index_;
  Inbox& inbox_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Message> queue_;
  bool stopping_ = false;
  std::thread thread_{[this] { run(); }};
};

// Asks from a thread of its own and counts what comes back.
class ThreadedCaller final : public Mailbox {
 public:
  static constexpr std::uint64_t kRequests = 1000;

  std::int32_t deliver(Message message) override {
    {
      const std::lock_guard lock(mutex_);
      ++answers_[static_cast<std::size_t>(message.header().id)];
      --open_;
    }
    changed_.notify_one();
    return RIPPLE_OK;
  }

  void run(ExtnIndex self, Inbox& inbox, const Message& request) {
    for (std::uint64_t id = 0; id < kRequests;) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return open_ < 32; });
        ++open_;
      }
      Message message = request.share();
      message.header().id = id;
      if (inbox.put(self, std::move(message)) == RIPPLE_OK) {
        ++id;
        continue;
      }
      const std::lock_guard lock(mutex_);
      --open_;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return open_ == 0; });
  }

  bool each_was_answered_once() const {
    return std::all_of(answers_.begin(), answers_.end(), [](int count) { return count == 1; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t open_ = 0;
  std::vector<int> answers_ = std::vector<int>(kRequests, 0);
};

TEST_F(InboxTest, AnswersEachOfManyRequestsFromManyThreadsOnce) {
  constexpr std::size_t kThreads = 4;
  Inbox inbox(io_, router_, 256);
  const auto work = boost::asio::make_work_guard(io_);
  ThreadedProvider provider(provider_, inbox);
  Access fulfills, uses;
  fulfills.fulfills.set(index_of(kContract));
  uses.uses.set(index_of(kContract));
  router_.attach(provider_, provider, fulfills);
  const Message asked = request(0);

  std::vector<ThreadedCaller> callers(kThreads);
  std::vector<ExtnIndex> indices;
  for (ThreadedCaller& caller : callers) {
    indices.push_back(names_.intern("ripple:extn:device:caller" + std::to_string(indices.size())));
    router_.attach(indices.back(), caller, uses);
  }
  std::atomic<std::size_t> running = kThreads;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      callers[i].run(indices[i], inbox, asked);
      if (--running == 0) io_.stop();
    });
  }
  io_.run();
  for (std::thread& thread : threads) thread.join();
  for (const ThreadedCaller& caller : callers) EXPECT_TRUE(caller.each_was_answered_once());
  EXPECT_EQ(router_.in_flight(), 0U);
  EXPECT_EQ(router_.counters().requests, kThreads * ThreadedCaller::kRequests);
  EXPECT_EQ(router_.counters().late_answers, 0U);
  router_.detach(provider_, "has stopped");
}

}  // namespace
}  // namespace ripple::iec
