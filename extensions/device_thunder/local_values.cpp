#include "device_thunder/local_values.hpp"

#include <ripple/json.hpp>
#include <utility>

#include "device/date_time.hpp"
#include "device_thunder/reply.hpp"

namespace ripple::device_thunder {
namespace {

/// Without "/", so that no two pairs of scope and namespace are one.
std::string escaped(const std::string& scope) {
  std::string text;
  for (const char c : scope) {
    if (c == '%') {
      text += "%25";
    } else if (c == '/') {
      text += "%2F";
    } else {
      text += c;
    }
  }
  return text;
}

Result<StoreNamespace> space_of(const std::string& name, const std::optional<std::string>& scope) {
  StoreNamespace space;
  if (scope) {
    space.name = "@scope/" + escaped(*scope) + '/' + name;
    return space;
  }
  if (name.starts_with('@')) {
    return Error{ErrorCode::kInvalidParams,
                 "#/namespace: expected a namespace that does not begin with \"@\", found \"" +
                     name + "\"; those are kept for apps and for scopes",
                 {}};
  }
  space.name = name;
  return space;
}

Result<StoreKey> key_of(const LocalKey& key) {
  auto space = space_of(key.name_space, key.scope);
  if (!space) return space.error();
  return StoreKey{std::move(*space), key.key};
}

}  // namespace

Task<Result<std::optional<LocalValue>>> LocalValues::get(LocalKey key, Deadline deadline) {
  const auto place = key_of(key);
  if (!place) co_return place.error();
  const auto text = co_await store_->get(*place, deadline);
  if (!text) co_return text.error();
  if (!*text) co_return std::optional<LocalValue>();
  const auto json = parse_json(**text);
  const auto time = json ? text_of(*json, "update_time") : std::nullopt;
  if (!time || !json->isMember("value")) {
    co_return Error{ErrorCode::kServiceFailure,
                    "expected {\"value\", \"update_time\"} under key \"" + key.key +
                        "\" of namespace \"" + place->space.name +
                        "\" of org.rdk.PersistentStore, found something else: another program "
                        "wrote it",
                    {}};
  }
  LocalValue found{(*json)["value"], *time};
  co_return std::optional<LocalValue>(std::move(found));
}

Task<Result<std::optional<std::string>>> LocalValues::get_text(LocalKey key, Deadline deadline) {
  const auto stored = co_await get(std::move(key), deadline);
  if (!stored) co_return stored.error();
  if (!*stored || !(*stored)->value.isString()) co_return std::optional<std::string>();
  co_return std::optional<std::string>((*stored)->value.asString());
}

Task<Result<bool>> LocalValues::set(LocalKey key, Json::Value value, Deadline deadline) {
  const auto place = key_of(key);
  if (!place) co_return place.error();
  const auto stored = co_await get(std::move(key), deadline);
  // What is not a value of ours is replaced.
  if (!stored && stored.error().code != ErrorCode::kServiceFailure) co_return stored.error();
  if (stored && *stored && (*stored)->value == value) co_return false;
  Json::Value json(Json::objectValue);
  json["value"] = std::move(value);
  json["update_time"] = device::date_time(clock_());
  const auto done = co_await store_->set(*place, print_json(json), deadline);
  if (!done) co_return done.error();
  co_return true;
}

Task<Result<bool>> LocalValues::remove(LocalKey key, Deadline deadline) {
  const auto place = key_of(key);
  if (!place) co_return place.error();
  const auto text = co_await store_->get(*place, deadline);
  if (!text) co_return text.error();
  if (!*text) co_return false;
  const auto done = co_await store_->remove(*place, deadline);
  if (!done) co_return done.error();
  co_return true;
}

Task<Result<std::vector<std::string>>> LocalValues::keys(std::string name_space,
                                                         std::optional<std::string> scope,
                                                         Deadline deadline) {
  const auto space = space_of(name_space, scope);
  if (!space) co_return space.error();
  co_return co_await store_->keys(*space, deadline);
}

}  // namespace ripple::device_thunder
