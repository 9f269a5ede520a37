/// RandomPicker: chooses what runs next, the same way for the same seed.
///
///     RandomPicker picker(42);
///     loop.set_picker(&picker);
#pragma once

#include <cstddef>
#include <cstdint>

#include "ripple/loop.hpp"

namespace ripple::testing {

/// SplitMix64, written out so that a seed means the same with every standard library.
class RandomPicker final : public Loop::Picker {
 public:
  explicit RandomPicker(std::uint64_t seed) : state_(seed) {}

  std::size_t pick(std::size_t count) override { return count < 2 ? 0 : next() % count; }

 private:
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
  }

  std::uint64_t state_;
};

}  // namespace ripple::testing
