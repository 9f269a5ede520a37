# Warnings, sanitizers and the compiler cache, as usage requirements of one target.

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths below the source tree do not count, so that every clone shares what another has compiled.
  set(RIPPLE_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${RIPPLE_LAUNCHER})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${RIPPLE_LAUNCHER})
endif()

add_library(ripple-options INTERFACE)
target_compile_options(ripple-options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
# Without it the cache does not see which precompiled header a file was compiled with.
target_compile_options(ripple-options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
set(RIPPLE_COMMON_HEADERS
  <algorithm> <array> <chrono> <coroutine> <cstdint> <deque> <exception> <filesystem> <fstream>
  <functional> <map> <memory> <mutex> <optional> <set> <sstream> <span> <stdexcept> <string>
  <string_view> <system_error> <thread> <unordered_map> <utility> <variant> <vector>
  <boost/asio/io_context.hpp> <boost/asio/post.hpp> <boost/asio/steady_timer.hpp>
  <boost/intrusive/list.hpp> <json/json.h>)
if(RIPPLE_SANITIZE)
  # GCC 12 finds uninitialised members in the standard library's <regex> once it is instrumented.
  target_compile_options(ripple-options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_compile_options(ripple-options INTERFACE
    -fsanitize=${RIPPLE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(ripple-options INTERFACE -fsanitize=${RIPPLE_SANITIZE})
  if(RIPPLE_SANITIZE MATCHES undefined)
    # To look at an object's type it opens a pipe, and takes having no descriptor left, as some tests
    # do on purpose, for a wrong type.
    target_compile_options(ripple-options INTERFACE -fno-sanitize=vptr)
  endif()
  if(RIPPLE_SANITIZE MATCHES thread)
    # ThreadSanitizer does not know fences; without them Asio uses what it knows.
    target_compile_definitions(ripple-options INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
  endif()
endif()
