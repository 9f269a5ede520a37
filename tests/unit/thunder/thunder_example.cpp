#include "thunder_example.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <iostream>

#include "ripple/thunder/client.hpp"

using namespace ripple::thunder;
using namespace std::chrono_literals;

// README.md's own text.
#include "readme/thunder_client.cpp"
