// What a benchmark tells the table: how many items it has handled, and what they have allocated.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>

namespace ripple {

/// How often operator new has been called, by any thread.
std::uint64_t allocations();

/// Counts from its construction, which comes after everything that is not to be counted.
class Measure {
 public:
  explicit Measure(benchmark::State& state) : state_(state), before_(allocations()) {}
  Measure(const Measure&) = delete;
  Measure& operator=(const Measure&) = delete;

  void items(std::int64_t each_iteration) {
    state_.counters["items"] = static_cast<double>(state_.iterations() * each_iteration);
    state_.counters["allocs"] = static_cast<double>(allocations() - before_);
  }

 private:
  benchmark::State& state_;
  std::uint64_t before_;
};

}  // namespace ripple
