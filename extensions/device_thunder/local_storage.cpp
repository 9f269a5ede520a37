#include "device_thunder/local_storage.hpp"

#include <ripple/contracts/local_storage.hpp>
#include <utility>

#include "device_thunder/serve_while_there.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::LocalStorage;

template <typename Parameters>
LocalKey key_of(const Parameters& parameters) {
  return {parameters.namespace_, parameters.key, parameters.scope};
}

class LocalStorageHandlers {
 public:
  explicit LocalStorageHandlers(std::shared_ptr<LocalValues> values) : values_(std::move(values)) {}

  Task<void> operator()(LocalStorage::Get& c) const {
    const auto stored = co_await values_->get(key_of(c.params), c.deadline());
    if (!stored) co_return c.fail(stored.error());
    std::optional<LocalStorage::StoredValue> answer;
    if (*stored) {
      answer.emplace();
      answer->value = (*stored)->value;
      answer->update_time = (*stored)->update_time;
    }
    c.reply(answer);
  }
  Task<void> operator()(LocalStorage::Set& c) const {
    return answer_with(c, values_->set(key_of(c.params), c.params.value, c.deadline()));
  }
  Task<void> operator()(LocalStorage::Delete& c) const {
    return answer_with(c, values_->remove(key_of(c.params), c.deadline()));
  }
  Task<void> operator()(LocalStorage::List& c) const {
    return answer_with(c, values_->keys(c.params.namespace_, c.params.scope, c.deadline()));
  }
  Task<void> operator()(UnknownInvocation& c) const { return answer_unsupported(c); }

 private:
  std::shared_ptr<LocalValues> values_;
};

}  // namespace

Task<void> serve_local_storage(Node node, std::shared_ptr<ThunderServer> server,
                               std::shared_ptr<LocalValues> values) {
  return serve_while_there<LocalStorage>(std::move(node), std::move(server),
                                         LocalStorageHandlers(std::move(values)));
}

}  // namespace ripple::device_thunder
