/// ProgramSet: all programs of the rules, each text compiled once.
///
///     ProgramSet programs;
///     ProgramSet::Id name = programs.add(*prepare_program(".result.name"), "rule device.name");
///     if (auto wrong = programs.compile(); !wrong.empty()) ...
///     Result<Json::Value> output = programs.run(name, input);
///
/// What is kept is bounded by the rules files: rules with the same text share a program, apps and
/// requests add none.
#pragma once

#include <json/value.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "ripple/error.hpp"
#include "rules/jq/evaluation_limit.hpp"
#include "rules/jq/jq_program.hpp"

namespace ripple::rules {

/// compile() may be on another thread than run(), before it.
class ProgramSet {
 public:
  using Id = std::size_t;

  /// `longest`: processor time of one evaluation. In much more than the default a program can nest
  /// arrays so deep that libjq, which frees them by recursion, runs out of stack.
  explicit ProgramSet(std::chrono::nanoseconds longest = std::chrono::milliseconds(50));

  /// `owner`: who is named when it does not compile.
  Id add(const std::string& text, const std::string& owner);

  /// Once, after everything has been added. One message for each program that does not compile:
  /// "OWNER: what jq says".
  std::vector<std::string> compile();

  /// See JqProgram::run.
  Result<Json::Value> run(Id program, const JqInput& input);

  std::size_t size() const { return texts_.size(); }

 private:
  EvaluationLimit limit_;
  std::map<std::string, Id> ids_;
  std::vector<std::string> texts_;
  std::vector<std::string> owners_;
  std::vector<JqProgram> compiled_;
};

}  // namespace ripple::rules
