// The SDK's coroutines beside Boost.Asio's awaitables doing the same, in one run.
//
//     ripple-bench-async
//     ripple-bench-async --benchmark_repetitions=5 --benchmark_enable_random_interleaving=true
//
// Each pair is measured by Google Benchmark; afterwards a table gives the ratios (below 1: the SDK
// is faster) and the heap allocations per item.
#include <benchmark/benchmark.h>

#include "table.hpp"

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  ripple::Table table;
  benchmark::RunSpecifiedBenchmarks(&table);
  table.print();
}
