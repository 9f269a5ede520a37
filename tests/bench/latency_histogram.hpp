/// Latencies in buckets of at most 1 % width, so that a run of any length takes the same memory.
///
///     LatencyHistogram latencies;
///     latencies.record(nanoseconds);
///     double median_us = latencies.quantile_us(0.5);
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace ripple::bench {

class LatencyHistogram {
 public:
  void record(std::uint64_t nanoseconds) {
    ++buckets_[bucket_of(nanoseconds)];
    ++count_;
    sum_ += nanoseconds;
    max_ = std::max(max_, nanoseconds);
  }

  std::uint64_t count() const { return count_; }
  double max_us() const { return static_cast<double>(max_) / 1000.0; }
  double mean_us() const {
    return count_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_) / 1000.0;
  }

  /// The latency that the share `quantile` (0 to 1) of all requests does not exceed; 0 when empty.
  double quantile_us(double quantile) const {
    const auto wanted =
        static_cast<std::uint64_t>(std::ceil(quantile * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      seen += buckets_[i];
      if (seen >= wanted && seen > 0) return static_cast<double>(middle_of(i)) / 1000.0;
    }
    return 0.0;
  }

 private:
  static constexpr int kStepBits = 7;
  static constexpr std::size_t kSteps = std::size_t{1} << kStepBits;
  static constexpr std::size_t kOctaves = 34;

  static std::size_t bucket_of(std::uint64_t value) {
    if (value < kSteps) return value;
    const int shift = static_cast<int>(std::bit_width(value)) - 1 - kStepBits;
    const std::size_t octave = static_cast<std::size_t>(shift) + 1;
    const std::size_t step = (value >> shift) - kSteps;
    return std::min(octave * kSteps + step, kSteps * kOctaves - 1);
  }

  static std::uint64_t middle_of(std::size_t bucket) {
    if (bucket < kSteps) return bucket;
    const std::size_t shift = bucket / kSteps - 1;
    const std::uint64_t low = static_cast<std::uint64_t>(kSteps + bucket % kSteps) << shift;
    return low + (std::uint64_t{1} << shift) / 2;
  }

  std::array<std::uint64_t, kSteps * kOctaves> buckets_{};
  std::uint64_t count_ = 0;
  std::uint64_t sum_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace ripple::bench
