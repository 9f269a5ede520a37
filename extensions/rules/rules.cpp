#include <cstdlib>
#include <filesystem>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/extn_provider.hpp>
#include <ripple/contracts/rpc.hpp>
#include <ripple/contracts/rules.hpp>
#include <ripple/sdk.hpp>
#include <stdexcept>

#include "rules/rule_book.hpp"
#include "rules/rules_channel.hpp"

namespace {

using namespace ripple::contracts;

/// libjq reads it without being asked, and cannot be told not to.
void warn_of_own_definitions(const ripple::Node& node) {
  const char* const home = std::getenv("HOME");
  std::error_code unreadable;
  if (home == nullptr ||
      !std::filesystem::exists(std::filesystem::path(home) / ".jq", unreadable)) {
    return;
  }
  node.log(ripple::LogLevel::kWarning,
           std::string(home) +
               "/.jq: its definitions hold in every rule; remove it unless they are "
               "meant to");
}

/// The rules are read and compiled when the channel is built, so that a fault in one stops the
/// start.
ripple::Task<void> serve(ripple::Node node) {
  warn_of_own_definitions(node);
  auto book = ripple::rules::RuleBook::from_config(node.config());
  if (!book) throw std::runtime_error(book.error().message);
  return ripple::rules::serve_rules(std::move(node), std::move(*book));
}

}  // namespace

RIPPLE_EXTN_LIBRARY(ripple::entry("ripple:channel:gateway:rules")
                        .version("1.0.0")
                        .provides<Rules>()
                        .uses<Config, Rpc, ExtnProvider>()
                        .channel(serve))
