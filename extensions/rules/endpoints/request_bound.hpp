/// RequestBound: how many requests an endpoint has under way, and no more than a limit.
///
///     std::optional<RequestBound::Place> place = bound.take();
///     if (!place) return bound.refusal("requests to " + url, alias);
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ripple/error.hpp"

namespace ripple::rules {

class RequestBound {
 public:
  explicit RequestBound(std::size_t limit)
      : limit_(limit), count_(std::make_shared<std::size_t>(0)) {}

  /// Counts for as long as it lives; may outlive the bound.
  class Place {
   public:
    explicit Place(std::shared_ptr<std::size_t> count) : count_(std::move(count)) { ++*count_; }
    Place(Place&&) noexcept = default;
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (count_) --*count_;
    }

   private:
    std::shared_ptr<std::size_t> count_;
  };

  std::optional<Place> take() {
    if (*count_ >= limit_) return std::nullopt;
    return std::make_optional<Place>(count_);
  }

  Error refusal(const std::string& what, const std::string& alias) const {
    return Error{
        ErrorCode::kOverloaded,
        "expected at most " + std::to_string(limit_) + " " + what + "; " + alias + " was not sent",
        {}};
  }

 private:
  std::size_t limit_;
  std::shared_ptr<std::size_t> count_;
};

}  // namespace ripple::rules
