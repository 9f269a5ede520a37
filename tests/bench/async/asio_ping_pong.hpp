// Bare Asio's ping-pong: what the SDK's are compared with.
#pragma once

#include <benchmark/benchmark.h>

namespace ripple {

/// Of each iteration of a ping-pong, whoever plays.
inline constexpr int kRounds = 10'000;

/// Two coroutines on one io_context.
void ping_pong_inline_asio(benchmark::State& state);

/// An io_context on each of two threads.
void ping_pong_threads_asio(benchmark::State& state);

/// The same; each wait for an answer has a limit.
void ping_pong_limit_asio(benchmark::State& state);

/// The first with a third thread between the two, which passes on what comes.
void ping_pong_routed_asio(benchmark::State& state);

}  // namespace ripple
