/// The channel that serves a distributor's contracts from a file.
#pragma once

#include <functional>
#include <ripple/node.hpp>
#include <string>

#include "distributor_general/sessions.hpp"

namespace ripple::distributor_general {

struct DistributorSurroundings {
  WallClock wall_clock;
  /// A random UUID.
  std::function<std::string()> new_identifier;
};

/// Serves permissions, the *.session contracts, privacy_settings and advertising until the channel
/// is asked to stop. The symbol's `config` is either {"file": PATH}, relative to `saved_dir` or
/// absolute, or the file's content itself. Throws std::runtime_error, saying where, when it is
/// wrong.
Task<void> serve_distributor(Node node, DistributorSurroundings surroundings);

}  // namespace ripple::distributor_general
