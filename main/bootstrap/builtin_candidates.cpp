#include "main/bootstrap/builtin_candidates.hpp"

namespace ripple::bootstrap {

Result<std::vector<extn::ExtnCandidate>> make_builtin_candidates(Platform& platform) {
  platform.builtins = builtin::make_builtins({
      .manifest = platform.manifest,
      .sessions = platform.sessions,
      .capabilities = platform.capabilities,
      .permissions = platform.permissions,
      .events = platform.events,
      .rpc = platform.rpc,
      .statuses = platform.statuses,
      .context = platform.context,
      .gateway = platform.gateway_up,
      .openrpc = [&platform] { return platform.methods.discover(); },
      .version = RIPPLE_VERSION,
      .departures = &platform.departures,
  });
  std::vector<extn::ExtnCandidate> candidates;
  for (const Entry& entry : platform.builtins) {
    Result<extn::ExtnMetadata> metadata = extn::read_metadata(*entry.to_abi(), "main");
    if (!metadata) return metadata.error();
    extn::ExtnCandidate candidate{std::move(*metadata), "main", {}, {}, {}, "{}"};
    for (const RippleContract contract : candidate.metadata.uses) {
      candidate.uses.set(static_cast<std::size_t>(contract));
    }
    for (const RippleContract contract : candidate.metadata.provides) {
      candidate.fulfills.set(static_cast<std::size_t>(contract));
    }
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

}  // namespace ripple::bootstrap
