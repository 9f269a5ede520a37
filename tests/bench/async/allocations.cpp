// Counts what the whole program allocates.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

#include "measure.hpp"

namespace {
std::atomic<std::uint64_t> count = 0;
}

// GCC takes the pair for a mistake once it sees through one of them.
[[gnu::noinline]] void* operator new(std::size_t size) {
  count.fetch_add(1, std::memory_order_relaxed);
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

std::uint64_t ripple::allocations() { return count.load(std::memory_order_relaxed); }
