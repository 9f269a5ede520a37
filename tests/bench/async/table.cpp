#include "table.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>

namespace ripple {
namespace {

constexpr const char* kRipple = " ripple";
constexpr const char* kAsio = " asio";

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

void Table::ReportRuns(const std::vector<Run>& runs) {
  ConsoleReporter::ReportRuns(runs);
  for (const Run& run : runs) {
    if (run.error_occurred || run.run_type != Run::RT_Iteration) continue;
    const std::string& name = run.run_name.function_name;
    const std::size_t side = name.rfind(' ');
    std::string title = name.substr(0, side);
    if (!run.run_name.args.empty()) title += ' ' + run.run_name.args;
    titles_.insert(title);
    const double items = run.counters.at("items").value;
    Costs& costs = costs_[title + name.substr(side)];
    costs.processor_ns.push_back(1e9 * run.cpu_accumulated_time / items);
    costs.real_ns.push_back(1e9 * run.real_accumulated_time / items);
    costs.allocations.push_back(run.counters.at("allocs").value / items);
  }
}

const Table::Costs* Table::find(const std::string& title, const std::string& side) const {
  const auto found = costs_.find(title + side);
  return found == costs_.end() ? nullptr : &found->second;
}

void Table::print() const {
  std::printf(
      "\nPer item, medians. Processor time is that of all threads.\n%-26s %9s %9s %6s %9s %9s %6s "
      "%8s %8s\n",
      "", "ripple ns", "asio ns", "ratio", "real ns", "asio real", "ratio", "allocs", "asio's");
  for (const std::string& title : titles_) {
    const Costs* const ripple = find(title, kRipple);
    const Costs* const other = find(title, kAsio);
    if (ripple == nullptr || other == nullptr) continue;
    const double own = median(ripple->processor_ns);
    const double others = median(other->processor_ns);
    const double own_real = median(ripple->real_ns);
    const double others_real = median(other->real_ns);
    std::printf("%-26s %9.1f %9.1f %6.2f %9.1f %9.1f %6.2f %8.4f %8.4f\n", title.c_str(), own,
                others, own / others, own_real, others_real, own_real / others_real,
                median(ripple->allocations), median(other->allocations));
  }
}

}  // namespace ripple
