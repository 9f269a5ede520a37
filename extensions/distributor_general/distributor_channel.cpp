#include "distributor_general/distributor_channel.hpp"

#include <memory>
#include <ripple/contracts/config.hpp>
#include <ripple/contracts/permissions.hpp>
#include <ripple/invocation.hpp>
#include <ripple/serve.hpp>
#include <stdexcept>
#include <utility>

#include "distributor_general/advertising.hpp"
#include "distributor_general/distributor_data.hpp"
#include "distributor_general/distributor_state.hpp"
#include "distributor_general/privacy_settings.hpp"

namespace ripple::distributor_general {
namespace {

using contracts::Permissions;

Result<DistributorData> parse_inline_data(const Json::Value& config) {
  auto data = parse_distributor_data(config);
  if (data) return data;
  return Error{data.error().code,
               "extension manifest, config of this symbol: " + data.error().message, ""};
}

Task<Result<DistributorData>> load_data(Node node) {
  const Json::Value& config = node.config();
  if (!config.isMember("file")) co_return parse_inline_data(config);
  if (!config["file"].isString() || config.size() != 1) {
    co_return Error{ErrorCode::kBadManifest,
                    "extension manifest, config of this symbol: expected {\"file\": PATH}, or the "
                    "distributor's data itself",
                    ""};
  }
  const auto saved_dir = co_await node.call(contracts::Config::saved_dir{});
  if (!saved_dir) co_return saved_dir.error();
  co_return load_distributor_data(std::filesystem::path(*saved_dir) / config["file"].asString());
}

Task<void> serve_permissions(Node node, std::shared_ptr<DistributorState> state) {
  co_await serve<Permissions>(
      node, overloaded{
                [&](Permissions::List& c) { c.reply(state->data.permissions_of(c.params.app_id)); },
                [](UnknownInvocation& c) { c.reply_unsupported(); },
            });
}

}  // namespace

Task<void> serve_distributor(Node node, DistributorSurroundings surroundings) {
  auto data = co_await load_data(node);
  if (!data) {
    throw std::runtime_error(data.error().message);
  }
  auto loaded = co_await load_distributor_state(node, std::move(*data));
  if (!loaded) {
    throw std::runtime_error("settings cannot be loaded: " + loaded.error().message);
  }
  const auto state = std::make_shared<DistributorState>(std::move(*loaded));
  const auto chosen = co_await load_choices(node, state, Deadline());
  if (!chosen && chosen.error().code != ErrorCode::kNotAvailable) {
    throw std::runtime_error("settings cannot be loaded: " + chosen.error().message);
  }
  node.spawn(serve_permissions(node, state), "permissions");
  node.spawn(serve_privacy_settings(node, state), "privacy_settings");
  node.spawn(serve_advertising(node, state, std::move(surroundings.new_identifier)), "advertising");
  serve_tokens(node, state);
  co_await serve_account_session(node, state, std::move(surroundings.wall_clock));
}

}  // namespace ripple::distributor_general
