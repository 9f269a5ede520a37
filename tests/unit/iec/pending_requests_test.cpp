#include "main/iec/pending_requests.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace ripple::iec {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kSecond = 1'000 * kMillisecond;
constexpr std::int64_t kHour = 3'600 * kSecond;
constexpr std::int64_t kStart = 123'456 * kSecond + 789;
// The wheel's tick is 16.8 ms; a deadline is rounded up to one.
constexpr std::int64_t kLatest = 17 * kMillisecond;

PendingRequest with_cookie(std::uint64_t cookie) {
  PendingRequest request;
  request.cookie = cookie;
  return request;
}

// The cookies of what has expired, which is removed.
std::vector<std::uint64_t> expired(PendingRequests& pending, std::int64_t now) {
  std::vector<std::uint64_t> cookies;
  while (const PendingId id = pending.take_expired(now)) {
    cookies.push_back(pending.find(id)->cookie);
    pending.remove(id);
  }
  return cookies;
}

TEST(PendingRequests, FindsARequestUntilItIsRemoved) {
  PendingRequests pending(10);
  const PendingId id = pending.add(with_cookie(7), kStart + kSecond, kStart);
  ASSERT_NE(pending.find(id), nullptr);
  EXPECT_EQ(pending.find(id)->cookie, 7U);
  EXPECT_EQ(pending.size(), 1U);
  pending.remove(id);
  EXPECT_EQ(pending.find(id), nullptr);
  EXPECT_EQ(pending.size(), 0U);
}

TEST(PendingRequests, IgnoresIdsThatItNeverGave) {
  PendingRequests pending(10);
  const PendingId id = pending.add(with_cookie(1), kStart + kSecond, kStart);
  for (const PendingId unknown : {PendingId{0}, id + 1, id + (PendingId{1} << 32), UINT64_MAX}) {
    EXPECT_EQ(pending.find(unknown), nullptr);
    pending.remove(unknown);
  }
  EXPECT_EQ(pending.size(), 1U);
}

TEST(PendingRequests, ReusesASlotUnderAnotherId) {
  PendingRequests pending(1);
  std::set<PendingId> ids;
  PendingId before = 0;
  for (int i = 0; i < 1000; ++i) {
    const PendingId id = pending.add(with_cookie(1), kStart + kSecond, kStart);
    EXPECT_NE(id, 0U);
    EXPECT_TRUE(ids.insert(id).second);
    EXPECT_EQ(pending.find(before), nullptr);
    pending.remove(id);
    before = id;
  }
}

TEST(PendingRequests, IsFullAtItsLimit) {
  PendingRequests pending(2);
  const PendingId first = pending.add(with_cookie(1), kStart, kStart);
  EXPECT_FALSE(pending.full());
  pending.add(with_cookie(2), kStart, kStart);
  EXPECT_TRUE(pending.full());
  pending.remove(first);
  EXPECT_FALSE(pending.full());
}

TEST(PendingRequests, VisitsEachThatWaits) {
  PendingRequests pending(10);
  pending.add(with_cookie(1), kStart, kStart);
  const PendingId removed = pending.add(with_cookie(2), kStart, kStart);
  pending.add(with_cookie(3), kStart, kStart);
  pending.remove(removed);
  std::set<std::uint64_t> seen;
  pending.for_each([&](PendingId id, const PendingRequest& request) {
    EXPECT_EQ(pending.find(id), &request);
    seen.insert(request.cookie);
  });
  EXPECT_EQ(seen, (std::set<std::uint64_t>{1, 3}));
}

TEST(PendingRequests, NeverExpiresARequestEarlyNorMuchTooLate) {
  std::mt19937_64 random(1);
  std::uniform_int_distribution<std::int64_t> lifetime(0, 40 * kSecond);
  PendingRequests pending(1000);
  std::vector<std::int64_t> deadlines;
  for (std::uint64_t i = 0; i < 500; ++i) {
    deadlines.push_back(kStart + lifetime(random));
    pending.add(with_cookie(i), deadlines.back(), kStart);
  }
  constexpr std::int64_t kStep = 3 * kMillisecond;
  for (std::int64_t now = kStart; pending.size() != 0; now += kStep) {
    ASSERT_LT(now, kStart + 41 * kSecond);
    for (const std::uint64_t cookie : expired(pending, now)) {
      EXPECT_GE(now, deadlines[cookie]);
      EXPECT_LE(now, deadlines[cookie] + kLatest + kStep);
    }
  }
}

TEST(PendingRequests, KeepsADeadlineFarBeyondOneTurnOfTheWheel) {
  PendingRequests pending(10);
  pending.add(with_cookie(1), kStart + kHour, kStart);
  EXPECT_TRUE(expired(pending, kStart + kHour - 1).empty());
  EXPECT_EQ(expired(pending, kStart + kHour + kLatest).size(), 1U);
}

TEST(PendingRequests, KeepsTheLastDeadlineThereIs) {
  PendingRequests pending(10);
  pending.add(with_cookie(1), INT64_MAX, kStart);
  EXPECT_TRUE(expired(pending, kStart + 24 * kHour).empty());
  EXPECT_EQ(pending.size(), 1U);
}

TEST(PendingRequests, ExpiresSoonWhatIsPastItsDeadlineAlready) {
  for (const std::int64_t deadline :
       {INT64_MIN, std::int64_t{-1}, std::int64_t{1}, kStart - kHour}) {
    PendingRequests pending(10);
    pending.add(with_cookie(1), deadline, kStart);
    EXPECT_EQ(expired(pending, kStart + kLatest).size(), 1U) << deadline;
  }
}

TEST(PendingRequests, AddsToTheRightTickAfterALongPause) {
  PendingRequests pending(10);
  const PendingId first = pending.add(with_cookie(1), kStart + kHour, kStart);
  // Nobody has looked for ten minutes, and the wheel still stands where it stood.
  const std::int64_t later = kStart + kHour / 6;
  pending.add(with_cookie(2), later + 100 * kMillisecond, later);
  EXPECT_TRUE(expired(pending, later + 99 * kMillisecond).empty());
  EXPECT_EQ(expired(pending, later + 100 * kMillisecond + kLatest), std::vector<std::uint64_t>{2});
  pending.remove(first);
  // Empty in between.
  pending.add(with_cookie(3), later + kHour + 100 * kMillisecond, later + kHour);
  EXPECT_TRUE(expired(pending, later + kHour + 99 * kMillisecond).empty());
  EXPECT_EQ(expired(pending, later + kHour + 100 * kMillisecond + kLatest).size(), 1U);
}

TEST(PendingRequests, IsLookedAtInTimeByWhoeverFollowsNextCheck) {
  PendingRequests pending(10);
  EXPECT_EQ(pending.next_check(), 0);
  const std::vector<std::int64_t> deadlines = {kStart + 5 * kMillisecond, kStart + kSecond,
                                               kStart + 30 * kSecond, kStart + 100 * kSecond};
  for (std::uint64_t i = 0; i < deadlines.size(); ++i) {
    pending.add(with_cookie(i), deadlines[i], kStart);
  }
  int looks = 0;
  std::int64_t now = kStart;
  while (const std::int64_t next = pending.next_check()) {
    ASSERT_GT(next, now);
    ASSERT_LT(++looks, 30);
    now = next;
    for (const std::uint64_t cookie : expired(pending, now)) {
      EXPECT_GE(now, deadlines[cookie]);
      EXPECT_LE(now, deadlines[cookie] + kLatest);
    }
  }
  EXPECT_EQ(pending.size(), 0U);
}

TEST(PendingRequests, ExpiresAllThatShareATick) {
  PendingRequests pending(100);
  for (std::uint64_t i = 0; i < 100; ++i) pending.add(with_cookie(i), kStart + kSecond, kStart);
  EXPECT_EQ(expired(pending, kStart + kSecond + kLatest).size(), 100U);
}

}  // namespace
}  // namespace ripple::iec
