#include "ripple/thunder/pool.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "wait_list.hpp"

namespace ripple::thunder {

namespace asio = boost::asio;

class ThunderPool::Core {
 public:
  Core(asio::io_context& loop, const PoolConfig& config) : changed(loop.get_executor()) {
    for (std::size_t i = 0; i < config.call_links + 1; ++i) {
      clients.push_back(std::make_unique<ThunderClient>(loop, config.client));
    }
  }

  ThunderClient& events() { return *clients.front(); }

  ThunderClient* least_busy() {
    ThunderClient* best = nullptr;
    for (std::size_t i = clients.size() > 1 ? 1 : 0; i < clients.size(); ++i) {
      ThunderClient& client = *clients[i];
      if (!client.is_connected()) continue;
      if (best == nullptr || client.pending_calls() < best->pending_calls()) best = &client;
    }
    return best;
  }

  static asio::awaitable<Result<Json::Value>> call(std::shared_ptr<Core> core, std::string method,
                                                   Json::Value params, Deadline deadline);
  static asio::awaitable<Result<void>> connected(std::shared_ptr<Core> core, Deadline deadline);

  std::vector<std::unique_ptr<ThunderClient>> clients;
  WaitList<bool> changed;
  bool closed = false;
};

// The last client gives the reason when no other is connected either.
asio::awaitable<Result<Json::Value>> ThunderPool::Core::call(std::shared_ptr<Core> core,
                                                             std::string method, Json::Value params,
                                                             Deadline deadline) {
  ThunderClient* client = core->least_busy();
  if (client == nullptr) client = core->clients.back().get();
  co_return co_await client->call(std::move(method), std::move(params), deadline);
}

asio::awaitable<Result<void>> ThunderPool::Core::connected(std::shared_ptr<Core> core,
                                                           Deadline deadline) {
  while (core->least_busy() == nullptr && !core->closed) {
    const std::optional<bool> told = co_await core->changed.wait(deadline);
    if (!told) break;
  }
  if (core->least_busy() != nullptr) co_return Result<void>();
  // Tells what the last attempt met.
  co_return co_await core->clients.back()->connected(deadline);
}

ThunderPool::ThunderPool(asio::io_context& loop, PoolConfig config)
    : core_(std::make_shared<Core>(loop, config)) {
  for (const auto& client : core_->clients) {
    ClientEvents events;
    events.connected = [core = std::weak_ptr(core_)] {
      if (const auto self = core.lock()) self->changed.tell(true);
    };
    client->watch(std::move(events));
  }
}

ThunderPool::~ThunderPool() { close(); }

asio::awaitable<Result<Json::Value>> ThunderPool::call(std::string method, Json::Value params,
                                                       Deadline deadline) {
  return Core::call(core_, std::move(method), std::move(params), deadline);
}

bool ThunderPool::is_connected() const { return core_->least_busy() != nullptr; }

asio::awaitable<Result<void>> ThunderPool::connected(Deadline deadline) {
  return Core::connected(core_, deadline);
}

ThunderClient& ThunderPool::events() { return core_->events(); }

std::size_t ThunderPool::pending_calls() const {
  std::size_t pending = 0;
  for (const auto& client : core_->clients) pending += client->pending_calls();
  return pending;
}

std::size_t ThunderPool::connected_links() const {
  std::size_t connected = 0;
  for (const auto& client : core_->clients) connected += client->is_connected() ? 1 : 0;
  return connected;
}

void ThunderPool::close() {
  core_->closed = true;
  for (const auto& client : core_->clients) client->close();
  core_->changed.tell(false);
}

}  // namespace ripple::thunder
