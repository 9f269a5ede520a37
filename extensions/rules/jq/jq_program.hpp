/// JqProgram: jq programs, compiled once, and what they make of a value.
///
///     Result<JqProgram> program = JqProgram::compile({".result.name // $context.appId"});
///     JqInput input{.data = response, .context = context};
///     Result<Json::Value> name = program->run(0, input, limit);
///
/// libjq needs some 20 ms to compile, nearly all of it for jq's own definitions, so programs are
/// compiled many at a time. A program sees its data as `.` and the rest of its input as the
/// variables `$context`, `$event` and `$event_handler_response`: values, never text. It has no way
/// to files, to the environment or to other inputs.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "ripple/error.hpp"
#include "rules/jq/evaluation_limit.hpp"

namespace ripple::rules {

/// Borrowed values; NULL is null.
struct JqInput {
  const Json::Value* data = nullptr;
  const Json::Value* context = nullptr;
  const Json::Value* event = nullptr;
  const Json::Value* event_handler_response = nullptr;
};

/// Several programs. On one thread at a time.
class JqProgram {
 public:
  /// `texts` as prepare_program made them. Error: kBadManifest, with jq's own words when there is
  /// one text, without telling which of several is at fault.
  static Result<JqProgram> compile(std::span<const std::string> texts);

  JqProgram(JqProgram&&) noexcept;
  JqProgram& operator=(JqProgram&&) noexcept;
  ~JqProgram();

  /// The first output of text `index`. Errors, kServiceFailure: what jq says, no output at all, or
  /// longer than `limit`; kTooLarge.
  Result<Json::Value> run(std::size_t index, const JqInput& input, EvaluationLimit& limit);

 private:
  struct State;
  explicit JqProgram(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ripple::rules
