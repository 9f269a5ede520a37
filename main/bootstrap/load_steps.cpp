#include "main/bootstrap/load_steps.hpp"

#include "main/bootstrap/builtin_candidates.hpp"
#include "ripple/json.hpp"

namespace ripple::bootstrap {
namespace {

/// Whoever fulfills `rules` finds them in its configuration.
void hand_out_rules(Platform& platform) {
  if (platform.manifest.rules.empty()) return;
  for (extn::ExtnCandidate& candidate : platform.catalog.candidates) {
    if (!candidate.fulfills[static_cast<std::size_t>(RippleContract::kRules)]) continue;
    Result<Json::Value> config = parse_json(candidate.config);
    if (!config) continue;
    (*config)["rule_set"] = platform.manifest.rules.document;
    candidate.config = print_json(*config);
  }
}

/// The methods that rules carry out; those that they leave to a provider must have one.
Result<void> add_rules(Platform& platform) {
  std::vector<std::string> carried_out;
  for (const auto& [method, rule] : platform.manifest.rules.rules) {
    if (!rule.provided) {
      carried_out.push_back(method);
    } else if (!platform.methods.find(method)) {
      return Error{ErrorCode::kBadManifest,
                   rule.place + ": expected a method of a contract, as its alias is \"provided\", "
                                "found \"" + method + "\"; the nearest known is \"" +
                       platform.methods.nearest(method) + '"',
                   {}};
    }
  }
  platform.methods.add_rules(carried_out);
  return {};
}

}  // namespace

Result<void> LoadExtensionMetadata::run(Platform& platform) {
  Result<std::vector<extn::ExtnCandidate>> builtins = make_builtin_candidates(platform);
  if (!builtins) return builtins.error();
  Result<extn::ExtnCatalog> catalog =
      extn::load_catalog(platform.manifest.extn, std::move(*builtins));
  if (!catalog) return catalog.error();
  platform.catalog = std::move(*catalog);
  hand_out_rules(platform);
  for (const extn::ExtnCandidate& candidate : platform.catalog.candidates) {
    platform.names.intern(candidate.metadata.id.to_string());
  }
  return {};
}

Result<void> LoadExtensions::run(Platform& platform) {
  platform.methods.add_contracts();
  std::string problems;
  const auto note = [&](const Error& error) {
    problems += (problems.empty() ? "" : "\n") + error.message;
  };
  for (const extn::ExtnCandidate& candidate : platform.catalog.candidates) {
    const iec::ExtnIndex index = platform.names.find(candidate.metadata.id.to_string());
    const ripple_builder& builder = *candidate.metadata.entry->builder;
    if (std::string_view(builder.kind.data, builder.kind.size) == RIPPLE_BUILDER_JSONRPC) {
      const Result<void> added = platform.methods.add_document(
          {builder.openrpc.data, builder.openrpc.size}, index);
      if (!added) {
        note({ErrorCode::kStartFailed,
              candidate.metadata.id.to_string() + " of " + candidate.library + ": " +
                  added.error().message, {}});
        continue;
      }
    }
    auto host = std::make_unique<iec::ChannelHost>(index, platform.names, platform.inbox,
                                                   platform.loop, platform.log);
    auto channel = std::make_unique<Channel>(candidate, index, std::move(host));
    for (const ExtnId& id : candidate.uses_extns) {
      if (const auto other = platform.names.find(id.to_string()); other != iec::kNoExtn) {
        channel->uses_extns.push_back(other);
      }
    }
    const Result<void> built =
        channel->build(platform.manifest.device.host.limits.mailbox_messages);
    if (!built) {
      note(built.error());
      continue;
    }
    platform.channels.add(std::move(channel));
  }
  if (Result<void> added = add_rules(platform); !added) return added.error();
  for (const auto& [method, aliases] : platform.manifest.extn.rpc_aliases) {
    for (const std::string& alias : aliases) {
      if (Result<void> added = platform.methods.add_alias(alias, method); !added) {
        return added.error();
      }
    }
  }
  for (const auto& [method, other] : platform.manifest.extn.rpc_overrides) {
    if (Result<void> added = platform.methods.add_override(method, other); !added) {
      return added.error();
    }
  }
  if (!problems.empty()) return Error{ErrorCode::kStartFailed, problems, {}};
  return {};
}

Result<void> EnforceContracts::run(Platform& platform) {
  const Result<extn::ProviderTable> providers =
      extn::enforce_contracts(platform.catalog, platform.manifest.extn);
  if (!providers) return providers.error();
  for (std::size_t contract = 0; contract < providers->size(); ++contract) {
    if (!(*providers)[contract]) continue;
    const extn::ExtnCandidate& provider = platform.catalog.candidates[*(*providers)[contract]];
    platform.router.set_provider(static_cast<RippleContract>(contract),
                                 platform.names.find(provider.metadata.id.to_string()));
  }
  return {};
}

}  // namespace ripple::bootstrap
