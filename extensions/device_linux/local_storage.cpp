#include "device_linux/local_storage.hpp"

#include <array>
#include <cstdint>
#include <ctime>
#include <ripple/contracts/local_storage.hpp>
#include <ripple/invocation.hpp>
#include <ripple/json.hpp>
#include <ripple/serve.hpp>
#include <string>

#include "device_linux/answer.hpp"

namespace ripple::device_linux {
namespace {

using contracts::LocalStorage;

/// RFC 3339 in UTC, with milliseconds.
std::string date_time(std::int64_t milliseconds) {
  const std::time_t seconds = milliseconds / 1000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::string fraction = std::to_string(1000 + milliseconds % 1000);
  fraction[0] = '.';
  return std::string(text.data(), size) + fraction + 'Z';
}

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
  found.update_time = date_time((*stored)->updated);
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
