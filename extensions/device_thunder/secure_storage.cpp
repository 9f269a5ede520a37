#include "device_thunder/secure_storage.hpp"

#include <optional>
#include <ripple/contracts/secure_storage.hpp>
#include <ripple/json.hpp>
#include <string>
#include <utility>

#include "device/secret_terms.hpp"
#include "device_thunder/reply.hpp"
#include "device_thunder/serve_while_there.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::SecureStorage;

StoreNamespace space_of(const std::string& app_id, SecureStorage::StorageScope scope) {
  return {"@app/" + app_id, std::string(to_string(scope))};
}

class SecureStorageHandlers {
 public:
  SecureStorageHandlers(std::shared_ptr<PersistentStore> store, WallClock clock)
      : store_(std::move(store)), clock_(std::move(clock)) {}

  Task<void> operator()(SecureStorage::Get& c) const {
    const auto app_id = device::caller_of(c);
    if (!app_id) return answer_now(c, Result<std::optional<std::string>>(app_id.error()));
    return answer_with(c, get({space_of(*app_id, c.params.scope), c.params.key}, c.deadline()));
  }
  Task<void> operator()(SecureStorage::Set& c) const {
    const auto app_id = device::caller_of(c);
    if (!app_id) return answer_now(c, Result<void>(app_id.error()));
    return answer_with(c, set({space_of(*app_id, c.params.scope), c.params.key}, c.params.value,
                              c.params.options, c.deadline()));
  }
  Task<void> operator()(SecureStorage::Remove& c) const {
    const auto app_id = device::caller_of(c);
    if (!app_id) return answer_now(c, Result<void>(app_id.error()));
    return answer_with(
        c, store_->remove({space_of(*app_id, c.params.scope), c.params.key}, c.deadline()));
  }
  Task<void> operator()(SecureStorage::Clear& c) const {
    const auto app_id = device::caller_of(c);
    if (!app_id) return answer_now(c, Result<void>(app_id.error()));
    return answer_with(c, store_->clear(space_of(*app_id, c.params.scope), c.deadline()));
  }
  Task<void> operator()(SecureStorage::SetForApp& c) const {
    return answer_with(c, set({space_of(c.params.app_id, c.params.scope), c.params.key},
                              c.params.value, c.params.options, c.deadline()));
  }
  Task<void> operator()(SecureStorage::RemoveForApp& c) const {
    return answer_with(
        c, store_->remove({space_of(c.params.app_id, c.params.scope), c.params.key}, c.deadline()));
  }
  Task<void> operator()(SecureStorage::ClearForApp& c) const {
    return answer_with(c, store_->clear(space_of(c.params.app_id, c.params.scope), c.deadline()));
  }
  Task<void> operator()(UnknownInvocation& c) const { return answer_unsupported(c); }

 private:
  using Secret = std::optional<std::string>;

  /// A secret whose time is over is removed by who looks for it.
  Task<Result<Secret>> get(StoreKey key, Deadline deadline) const {
    const auto text = co_await store_->get(key, deadline);
    if (!text) co_return text.error();
    if (!*text) co_return Secret();
    const auto json = parse_json(**text);
    if (!json || !member_of(*json, "value").isString()) {
      co_return Error{ErrorCode::kServiceFailure,
                      "expected {\"value\"} in namespace \"" + key.space.name +
                          "\" of org.rdk.PersistentStore, found something else: another program "
                          "wrote it",
                      {}};
    }
    const auto expires = integer_of(member_of(*json, "expires"));
    if (expires && *expires <= clock_()) {
      const auto removed = co_await store_->remove(std::move(key), deadline);
      if (!removed) co_return removed.error();
      co_return Secret();
    }
    co_return Secret((*json)["value"].asString());
  }

  Task<Result<void>> set(StoreKey key, std::string value,
                         std::optional<SecureStorage::StorageOptions> options,
                         Deadline deadline) const {
    const auto ttl = device::ttl_milliseconds(options);
    if (!ttl) co_return ttl.error();
    Json::Value json(Json::objectValue);
    json["value"] = std::move(value);
    if (*ttl) json["expires"] = Json::Int64{clock_() + **ttl};
    co_return co_await store_->set(std::move(key), print_json(json), deadline);
  }

  std::shared_ptr<PersistentStore> store_;
  WallClock clock_;
};

}  // namespace

Task<void> serve_secure_storage(Node node, std::shared_ptr<ThunderServer> server,
                                std::shared_ptr<PersistentStore> store, WallClock clock) {
  return serve_while_there<SecureStorage>(
      std::move(node), std::move(server),
      SecureStorageHandlers(std::move(store), std::move(clock)));
}

}  // namespace ripple::device_thunder
