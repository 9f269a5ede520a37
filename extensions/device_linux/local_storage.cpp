#include "device_linux/local_storage.hpp"

#include <ripple/contracts/local_storage.hpp>
#include <ripple/invocation.hpp>
#include <ripple/json.hpp>
#include <ripple/serve.hpp>
#include <string>

#include "device/answer.hpp"
#include "device/date_time.hpp"

namespace ripple::device_linux {
namespace {

using contracts::LocalStorage;
using device::answer;

template <typename Parameters>
EntryName entry_of(const Parameters& parameters) {
  return {parameters.scope ? std::string_view(*parameters.scope) : std::string_view(),
          parameters.namespace_, parameters.key};
}

Result<std::optional<LocalStorage::StoredValue>> get(KeyValueStore& store,
                                                     const LocalStorage::get& parameters) {
  using Found = std::optional<LocalStorage::StoredValue>;
  const auto stored = store.get(entry_of(parameters));
  if (!stored) return stored.error();
  if (!*stored) return Found();
  auto value = parse_json((*stored)->value);
  if (!value) return value.error();
  LocalStorage::StoredValue found;
  found.value = std::move(*value);
  found.update_time = device::date_time((*stored)->updated);
  return Found(std::move(found));
}

Result<bool> set(KeyValueStore& store, const LocalStorage::set& parameters) {
  const auto text = print_json(parameters.value);
  const auto stored = store.get(entry_of(parameters));
  if (!stored) return stored.error();
  if (*stored && (*stored)->value == text) return false;
  if (auto written = store.set(entry_of(parameters), text); !written) return written.error();
  return true;
}

}  // namespace

Task<void> serve_local_storage(Node node, std::shared_ptr<DeviceStorage> storage) {
  auto& store = storage->local();
  co_await serve<LocalStorage>(
      node, overloaded{
                [&](LocalStorage::Get& c) { answer(c, get(store, c.params)); },
                [&](LocalStorage::Set& c) { answer(c, set(store, c.params)); },
                [&](LocalStorage::Delete& c) { answer(c, store.remove(entry_of(c.params))); },
                [&](LocalStorage::List& c) {
                  answer(c, store.keys(c.params.scope.value_or(""), c.params.namespace_));
                },
                [](UnknownInvocation& c) { c.reply_unsupported(); },
            });
}

}  // namespace ripple::device_linux
