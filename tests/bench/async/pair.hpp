// RIPPLE_BENCH_PAIR: two functions that do the same, one with the SDK and one with bare Asio.
//
//     RIPPLE_BENCH_PAIR("stream", stream_ripple, stream_asio, ->Arg(1)->Arg(1024));
//
// Processor time is that of all threads. The table puts "stream ripple" and "stream asio" side by
// side.
#pragma once

#include <benchmark/benchmark.h>

#define RIPPLE_BENCH_PAIR(title, with_ripple, with_asio, ...)                         \
  BENCHMARK(with_ripple)->Name(title " ripple")->MeasureProcessCPUTime() __VA_ARGS__; \
  BENCHMARK(with_asio)->Name(title " asio")->MeasureProcessCPUTime() __VA_ARGS__
