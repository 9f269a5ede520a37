#include "distributor_general/stored_values.hpp"

#include <ripple/contracts/local_storage.hpp>
#include <utility>

namespace ripple::distributor_general {

using contracts::LocalStorage;

Task<Result<std::optional<Json::Value>>> load_value(Node node, std::string name_space,
                                                    std::string key, Deadline deadline) {
  LocalStorage::get get;
  get.namespace_ = std::move(name_space);
  get.key = std::move(key);
  const CallOptions options{.deadline = deadline};
  auto stored = co_await node.call(get, options);
  if (!stored) co_return stored.error();
  if (!*stored) co_return std::optional<Json::Value>();
  co_return std::optional<Json::Value>(std::move((*stored)->value));
}

Task<Result<void>> store_value(Node node, std::string name_space, std::string key,
                               Json::Value value) {
  LocalStorage::set set;
  set.namespace_ = std::move(name_space);
  set.key = std::move(key);
  set.value = std::move(value);
  const auto stored = co_await node.call(set);
  if (!stored) co_return stored.error();
  co_return Result<void>();
}

}  // namespace ripple::distributor_general
