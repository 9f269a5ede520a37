/// expect: what must hold for every input; a finding otherwise.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace ripple::fuzz {

inline void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "expected that %s\n", what);
  std::abort();
}

}  // namespace ripple::fuzz
