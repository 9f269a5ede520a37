#include "device_linux/secure_storage.hpp"

#include <optional>
#include <ripple/contracts/secure_storage.hpp>
#include <ripple/invocation.hpp>
#include <ripple/serve.hpp>
#include <string>

#include "device/answer.hpp"
#include "device/secret_terms.hpp"

namespace ripple::device_linux {
namespace {

using contracts::SecureStorage;
using device::answer;
using device::caller_of;
using device::ttl_milliseconds;

Result<void> set(KeyValueStore& store, const EntryName& entry, const std::string& value,
                 const std::optional<SecureStorage::StorageOptions>& options) {
  const auto ttl = ttl_milliseconds(options);
  if (!ttl) return ttl.error();
  return store.set(entry, value, *ttl);
}

Result<std::optional<std::string>> get(KeyValueStore& store, const EntryName& entry) {
  auto stored = store.get(entry);
  if (!stored) return stored.error();
  if (!*stored) return std::optional<std::string>();
  return std::optional<std::string>(std::move((*stored)->value));
}

Result<void> remove(KeyValueStore& store, const EntryName& entry) {
  if (const auto removed = store.remove(entry); !removed) return removed.error();
  return {};
}

/// Answers with `act(app_id)`, or says that no app asked.
template <typename Call, typename Act>
void answer_for_caller(Call& call, Act&& act) {
  const auto app_id = caller_of(call);
  if (app_id) {
    answer(call, act(*app_id));
  } else {
    call.fail(app_id.error());
  }
}

}  // namespace

Task<void> serve_secure_storage(Node node, std::shared_ptr<DeviceStorage> storage) {
  auto& store = storage->secure();
  co_await serve<SecureStorage>(
      node,
      overloaded{
          [&](SecureStorage::Get& c) {
            answer_for_caller(c, [&](const std::string& app_id) {
              return get(store, {to_string(c.params.scope), app_id, c.params.key});
            });
          },
          [&](SecureStorage::Set& c) {
            answer_for_caller(c, [&](const std::string& app_id) {
              return set(store, {to_string(c.params.scope), app_id, c.params.key}, c.params.value,
                         c.params.options);
            });
          },
          [&](SecureStorage::Remove& c) {
            answer_for_caller(c, [&](const std::string& app_id) {
              return remove(store, {to_string(c.params.scope), app_id, c.params.key});
            });
          },
          [&](SecureStorage::Clear& c) {
            answer_for_caller(c, [&](const std::string& app_id) {
              return store.clear(to_string(c.params.scope), app_id);
            });
          },
          [&](SecureStorage::SetForApp& c) {
            answer(c, set(store, {to_string(c.params.scope), c.params.app_id, c.params.key},
                          c.params.value, c.params.options));
          },
          [&](SecureStorage::RemoveForApp& c) {
            answer(c, remove(store, {to_string(c.params.scope), c.params.app_id, c.params.key}));
          },
          [&](SecureStorage::ClearForApp& c) {
            answer(c, store.clear(to_string(c.params.scope), c.params.app_id));
          },
          [](UnknownInvocation& c) { c.reply_unsupported(); },
      });
}

}  // namespace ripple::device_linux
