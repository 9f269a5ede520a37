// Table: "X ripple" beside "X asio", whatever X is, for every pair that has been measured.
#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace ripple {

class Table final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override;
  void print() const;

 private:
  /// Per item, one element for each repetition.
  struct Costs {
    std::vector<double> processor_ns;
    std::vector<double> real_ns;
    std::vector<double> allocations;
  };

  const Costs* find(const std::string& title, const std::string& side) const;

  std::set<std::string> titles_;
  std::map<std::string, Costs> costs_;
};

}  // namespace ripple
