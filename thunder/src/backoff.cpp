#include "ripple/thunder/backoff.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <utility>

namespace ripple::thunder {

Random uniform_random() {
  auto engine = std::make_shared<std::minstd_rand>(std::random_device{}());
  return [engine] { return std::uniform_real_distribution<double>{0.0, 1.0}(*engine); };
}

Backoff::Backoff(BackoffConfig config, Random random)
    : config_(config),
      random_(random ? std::move(random) : uniform_random()),
      ceiling_(config.first) {}

std::chrono::milliseconds Backoff::next() {
  const double wait = static_cast<double>(ceiling_.count()) * (0.5 + 0.5 * random_());
  ceiling_ = std::min(ceiling_ * 2, config_.longest);
  return std::chrono::milliseconds(std::lround(wait));
}

void Backoff::reset() { ceiling_ = config_.first; }

}  // namespace ripple::thunder
