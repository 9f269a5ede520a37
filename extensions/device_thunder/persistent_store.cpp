#include "device_thunder/persistent_store.hpp"

#include <algorithm>

#include "device_thunder/reply.hpp"

namespace ripple::device_thunder {
namespace {

/// Thunder's ERROR_NOT_EXIST, which for a whole plugin means that there is none.
constexpr std::int32_t kNotExist = 43;

Json::Value params_of(const StoreNamespace& space) {
  Json::Value params(Json::objectValue);
  params["namespace"] = space.name;
  // Older releases know no scopes; what they have is the device's.
  if (space.scope != "device") params["scope"] = space.scope;
  return params;
}

Json::Value params_of(const StoreKey& key) {
  Json::Value params = params_of(key.space);
  params["key"] = key.key;
  return params;
}

/// The plugin is there, and has nothing under that name.
bool is_missing(const thunder::Error& error) {
  return error.code == thunder::ErrorCode::kUnknownKey ||
         (error.framework_error == kNotExist && error.wire_code != 0);
}

}  // namespace

Task<Result<std::optional<std::string>>> PersistentStore::get(StoreKey key, Deadline deadline) {
  constexpr const char* kMethod = "org.rdk.PersistentStore.1.getValue";
  const auto reply = co_await server_->ask(kMethod, params_of(key), deadline);
  if (!reply && is_missing(reply.error())) co_return std::optional<std::string>();
  if (!reply) co_return server_->explain(kMethod, reply.error());
  const Json::Value& value = member_of(*reply, "value");
  if (!value.isString()) co_return unexpected_reply(kMethod, "the text value", *reply);
  co_return std::optional<std::string>(value.asString());
}

Task<Result<void>> PersistentStore::set(StoreKey key, std::string text, Deadline deadline) {
  Json::Value params = params_of(key);
  params["value"] = std::move(text);
  const auto reply =
      co_await server_->call("org.rdk.PersistentStore.1.setValue", std::move(params), deadline);
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

Task<Result<void>> PersistentStore::remove(StoreKey key, Deadline deadline) {
  constexpr const char* kMethod = "org.rdk.PersistentStore.1.deleteKey";
  const auto reply = co_await server_->ask(kMethod, params_of(key), deadline);
  if (!reply && !is_missing(reply.error())) co_return server_->explain(kMethod, reply.error());
  co_return Result<void>();
}

Task<Result<void>> PersistentStore::clear(StoreNamespace space, Deadline deadline) {
  constexpr const char* kMethod = "org.rdk.PersistentStore.1.deleteNamespace";
  const auto reply = co_await server_->ask(kMethod, params_of(space), deadline);
  if (!reply && !is_missing(reply.error())) co_return server_->explain(kMethod, reply.error());
  co_return Result<void>();
}

Task<Result<std::vector<std::string>>> PersistentStore::keys(StoreNamespace space,
                                                             Deadline deadline) {
  constexpr const char* kMethod = "org.rdk.PersistentStore.1.getKeys";
  std::vector<std::string> names;
  const auto reply = co_await server_->ask(kMethod, params_of(space), deadline);
  if (!reply && is_missing(reply.error())) co_return names;
  if (!reply) co_return server_->explain(kMethod, reply.error());
  const Json::Value& keys = member_of(*reply, "keys");
  if (!keys.isArray()) co_return unexpected_reply(kMethod, "the list keys", *reply);
  for (const Json::Value& key : keys) {
    if (key.isString()) names.push_back(key.asString());
  }
  std::ranges::sort(names);
  co_return names;
}

}  // namespace ripple::device_thunder
