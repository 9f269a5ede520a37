/// Seeds: runs a test for many interleavings, and says which one fails.
///
///     EXPECT_EQ(Seeds(200).first_failing([](std::uint64_t seed) {
///       DeterministicLoop loop(seed);
///       loop.spawn(race());
///       loop.run_until_idle();
///       return !::testing::Test::HasFailure();
///     }), std::nullopt);
///
/// A failure prints its seed; with the environment variable RIPPLE_SEED set to it only that one
/// runs, again and again the same way.
#pragma once

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

namespace ripple::testing {

class Seeds {
 public:
  /// The seeds 1 to `count`, or the one of RIPPLE_SEED.
  explicit Seeds(std::uint64_t count) : last_(count) {
    const char* const text = std::getenv("RIPPLE_SEED");
    if (text == nullptr) return;
    std::uint64_t seed = 0;
    const char* const end = text + std::strlen(text);
    const auto [stop, error] = std::from_chars(text, end, seed);
    if (error == std::errc() && stop == end) {
      first_ = last_ = seed;
      return;
    }
    std::fprintf(stderr, "RIPPLE_SEED: expected a number, found \"%s\"; it is ignored\n", text);
  }

  /// Calls `body(seed)` until it returns false or throws; that seed is printed and returned, an
  /// exception goes on.
  template <typename Body>
  std::optional<std::uint64_t> first_failing(Body&& body) const {
    for (std::uint64_t seed = first_; seed <= last_; ++seed) {
      Announcement announcement(seed);
      if (!body(seed)) return seed;
      announcement.withdraw();
      if (seed == last_) break;
    }
    return std::nullopt;
  }

 private:
  // Printed when the body fails in whatever way.
  class Announcement {
   public:
    explicit Announcement(std::uint64_t seed) : seed_(seed) {}
    Announcement(const Announcement&) = delete;
    Announcement& operator=(const Announcement&) = delete;
    ~Announcement() {
      if (is_withdrawn_) return;
      const std::string text = std::to_string(seed_);
      std::fprintf(stderr, "fails with seed %s; replay it with RIPPLE_SEED=%s\n", text.c_str(),
                   text.c_str());
    }
    void withdraw() { is_withdrawn_ = true; }

   private:
    std::uint64_t seed_;
    bool is_withdrawn_ = false;
  };

  std::uint64_t first_ = 1;
  std::uint64_t last_;
};

}  // namespace ripple::testing
