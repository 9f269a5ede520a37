/// Everything a unit test of an extension needs; see testing/host.hpp.
///
///     #include <ripple/testing.hpp>
#pragma once

#include "ripple/testing/answer.hpp"
#include "ripple/testing/deterministic_loop.hpp"
#include "ripple/testing/host.hpp"
#include "ripple/testing/random_picker.hpp"
#include "ripple/testing/records.hpp"
#include "ripple/testing/seeds.hpp"
#include "ripple/testing/stream.hpp"
#include "ripple/testing/virtual_time.hpp"
