#include "rules/jq/program_set.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace ripple::rules {
namespace {

/// Programs that are compiled together; jq's code is addressed with 16 bits.
constexpr std::size_t kTogether = 32;

}  // namespace

ProgramSet::ProgramSet(std::chrono::nanoseconds longest) : limit_(longest) {}

ProgramSet::Id ProgramSet::add(const std::string& text, const std::string& owner) {
  const auto [place, is_new] = ids_.emplace(text, texts_.size());
  if (is_new) {
    texts_.push_back(text);
    owners_.push_back(owner);
  }
  return place->second;
}

std::vector<std::string> ProgramSet::compile() {
  std::vector<std::string> wrong;
  for (std::size_t begin = 0; begin < texts_.size(); begin += kTogether) {
    const std::size_t count = std::min(kTogether, texts_.size() - begin);
    const std::span<const std::string> texts(&texts_[begin], count);
    if (auto together = JqProgram::compile(texts)) {
      compiled_.push_back(std::move(*together));
      continue;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const auto alone = JqProgram::compile(texts.subspan(i, 1));
      if (!alone) wrong.push_back(owners_[begin + i] + ": " + alone.error().message);
    }
    if (wrong.empty()) wrong.push_back(owners_[begin] + ": does not compile with others");
  }
  return wrong;
}

Result<Json::Value> ProgramSet::run(Id program, const JqInput& input) {
  return compiled_[program / kTogether].run(program % kTogether, input, limit_);
}

}  // namespace ripple::rules
