#include "ripple/thunder/client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "envelope.hpp"
#include "one_shot.hpp"
#include "ripple/thunder/link.hpp"
#include "wait_list.hpp"

namespace ripple::thunder {
namespace {

namespace asio = boost::asio;
using Reply = Result<Json::Value>;

// Thunder takes ids of 32 bits, and some releases mistake the upper half for negative ones.
constexpr std::uint32_t kLastId = 0x7FFF'FFFF;

Error make_error(ErrorCode code, std::string message) {
  return Error{code, std::move(message), 0, 0};
}

}  // namespace

class ThunderClient::Core : public std::enable_shared_from_this<Core> {
 public:
  Core(asio::io_context& loop, ClientConfig config)
      : loop_(loop),
        config_(std::move(config)),
        backoff_(config_.reconnect, config_.random),
        pause_(loop),
        connected_(loop.get_executor()) {}

  void start(std::chrono::milliseconds delay);
  void close();
  bool is_connected() const { return link_ && link_->is_open(); }
  void watch(ClientEvents events) { watchers_.push_back(std::move(events)); }
  std::size_t pending_calls() const { return pending_.size(); }
  const ClientCounters& counters() const { return counters_; }

  static asio::awaitable<Result<void>> connected(std::shared_ptr<Core> core, Deadline deadline);
  static asio::awaitable<Reply> exchange(std::shared_ptr<Core> core, std::string method,
                                         std::optional<Json::Value> params, Deadline deadline);

 private:
  using Pending = std::unordered_map<std::uint32_t, OneShot<Reply>*>;

  // A call's entry, for as long as its coroutine waits.
  class Entry {
   public:
    Entry(Pending& pending, std::uint32_t id, OneShot<Reply>& reply) : pending_(pending), id_(id) {
      pending_.emplace(id, &reply);
    }
    ~Entry() { pending_.erase(id_); }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

   private:
    Pending& pending_;
    std::uint32_t id_;
  };

  static asio::awaitable<void> connect(std::shared_ptr<Core> core, std::chrono::milliseconds delay);
  void make_link();
  void on_open();
  void on_lost(const Error& error);
  void on_message(std::string_view text);
  void on_reply(Incoming incoming);
  void fail_pending(const Error& error);
  std::uint32_t next_id();
  Error not_connected() const;
  void log(std::string_view text) const {
    if (config_.log) config_.log(text);
  }

  asio::io_context& loop_;
  ClientConfig config_;
  Backoff backoff_;
  asio::steady_timer pause_;
  std::unique_ptr<ThunderLink> link_;
  Deadline::Clock::time_point opened_at_;
  WaitList<bool> connected_;
  std::vector<ClientEvents> watchers_;
  Pending pending_;
  std::uint32_t last_id_ = 0;
  ClientCounters counters_;
  std::string last_failure_ = "no attempt has been made yet";
  bool closed_ = false;
};

void ThunderClient::Core::start(std::chrono::milliseconds delay) {
  asio::co_spawn(loop_, connect(shared_from_this(), delay), [](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
  });
}

asio::awaitable<void> ThunderClient::Core::connect(std::shared_ptr<Core> core,
                                                   std::chrono::milliseconds delay) {
  while (!core->closed_) {
    if (delay.count() > 0) {
      core->pause_.expires_after(delay);
      boost::system::error_code ignored;
      co_await core->pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
      if (core->closed_) co_return;
    }
    core->make_link();
    const Result<void> opened = co_await core->link_->open();
    if (core->closed_) co_return;
    if (opened) {
      core->on_open();
      co_return;
    }
    ++core->counters_.failed_attempts;
    core->last_failure_ = opened.error().message;
    core->log(core->last_failure_);
    delay = core->backoff_.next();
  }
}

void ThunderClient::Core::make_link() {
  LinkConfig config;
  config.endpoint = config_.endpoint;
  if (config_.token) config.token = config_.token();
  config.open_timeout = config_.open_timeout;
  config.keepalive = config_.keepalive;
  config.max_message_bytes = config_.max_message_bytes;
  LinkEvents events;
  events.message = [core = weak_from_this()](std::string_view text) {
    if (const auto self = core.lock()) self->on_message(text);
  };
  events.lost = [core = weak_from_this()](const Error& error) {
    if (const auto self = core.lock()) self->on_lost(error);
  };
  link_ = std::make_unique<ThunderLink>(loop_, std::move(config), std::move(events));
}

void ThunderClient::Core::on_open() {
  ++counters_.connections;
  opened_at_ = Deadline::Clock::now();
  connected_.tell(true);
  for (std::size_t i = 0; i < watchers_.size(); ++i) {
    if (watchers_[i].connected) watchers_[i].connected();
  }
}

void ThunderClient::Core::on_lost(const Error& error) {
  last_failure_ = error.message;
  log(error.message);
  fail_pending(error);
  for (std::size_t i = 0; i < watchers_.size(); ++i) {
    if (watchers_[i].lost) watchers_[i].lost(error);
  }
  if (closed_) return;
  if (Deadline::Clock::now() - opened_at_ >= config_.stable_after) backoff_.reset();
  start(backoff_.next());
}

void ThunderClient::Core::fail_pending(const Error& error) {
  for (const auto& [id, reply] : pending_) reply->resolve(error);
}

void ThunderClient::Core::on_message(std::string_view text) {
  Result<Incoming> incoming = parse_incoming(text, config_.generation);
  if (!incoming) {
    ++counters_.malformed;
    log(incoming.error().message);
    return;
  }
  if (incoming->id) {
    on_reply(std::move(*incoming));
    return;
  }
  if (incoming->error) {
    ++counters_.errors_without_id;
    log("the server sent an error without an id, so its call waits for its deadline: " +
        incoming->error->message);
    return;
  }
  for (std::size_t i = 0; i < watchers_.size() && !closed_; ++i) {
    if (watchers_[i].event) watchers_[i].event(incoming->method, incoming->value);
  }
}

void ThunderClient::Core::on_reply(Incoming incoming) {
  const auto found = pending_.find(*incoming.id);
  if (found == pending_.end()) {
    ++counters_.late_answers;
    return;
  }
  if (incoming.error) {
    found->second->resolve(std::move(*incoming.error));
  } else {
    found->second->resolve(std::move(incoming.value));
  }
}

void ThunderClient::Core::close() {
  if (closed_) return;
  closed_ = true;
  pause_.cancel();
  if (link_) link_->close();
  fail_pending(make_error(ErrorCode::kClosed, "the client was closed"));
  connected_.tell(false);
}

std::uint32_t ThunderClient::Core::next_id() {
  do {
    last_id_ = last_id_ == kLastId ? 1 : last_id_ + 1;
  } while (pending_.contains(last_id_));
  return last_id_;
}

Error ThunderClient::Core::not_connected() const {
  if (closed_) return make_error(ErrorCode::kClosed, "the client was closed");
  return make_error(ErrorCode::kNotConnected, "there is no connection to " +
                                                  config_.endpoint.authority() +
                                                  " at the moment: " + last_failure_);
}

asio::awaitable<Result<void>> ThunderClient::Core::connected(std::shared_ptr<Core> core,
                                                             Deadline deadline) {
  if (!core->is_connected() && !core->closed_) {
    const std::optional<bool> told = co_await core->connected_.wait(deadline);
    if (!told) {
      co_return make_error(ErrorCode::kDeadlineExceeded, core->not_connected().message);
    }
  }
  if (!core->is_connected()) co_return core->not_connected();
  co_return Result<void>();
}

asio::awaitable<Reply> ThunderClient::Core::exchange(std::shared_ptr<Core> core, std::string method,
                                                     std::optional<Json::Value> params,
                                                     Deadline deadline) {
  if (!core->is_connected()) co_return core->not_connected();
  if (core->pending_.size() >= core->config_.max_pending_calls) {
    co_return make_error(ErrorCode::kOverloaded,
                         "expected at most " + std::to_string(core->config_.max_pending_calls) +
                             " calls under way; " + method + " was not sent");
  }
  const std::uint32_t id = core->next_id();
  OneShot<Reply> reply(core->loop_.get_executor(), deadline);
  const Entry entry(core->pending_, id, reply);
  const Result<void> sent =
      core->link_->send(request_text(id, method, params ? &*params : nullptr));
  if (!sent) co_return sent.error();
  std::optional<Reply> answer = co_await reply.wait();
  if (!answer) {
    co_return make_error(ErrorCode::kDeadlineExceeded,
                         "no answer to " + method + " before its deadline");
  }
  co_return std::move(*answer);
}

ThunderClient::ThunderClient(asio::io_context& loop, ClientConfig config)
    : core_(std::make_shared<Core>(loop, std::move(config))) {
  core_->start(std::chrono::milliseconds(0));
}

ThunderClient::~ThunderClient() { core_->close(); }

bool ThunderClient::is_connected() const { return core_->is_connected(); }

asio::awaitable<Result<void>> ThunderClient::connected(Deadline deadline) {
  return Core::connected(core_, deadline);
}

asio::awaitable<Reply> ThunderClient::call(std::string method, Json::Value params,
                                           Deadline deadline) {
  std::optional<Json::Value> sent;
  if (!params.isNull() && !(params.isObject() && params.empty())) sent = std::move(params);
  return Core::exchange(core_, std::move(method), std::move(sent), deadline);
}

asio::awaitable<Reply> ThunderClient::get(std::string property, Deadline deadline) {
  return Core::exchange(core_, std::move(property), std::nullopt, deadline);
}

namespace {

asio::awaitable<Result<void>> without_value(asio::awaitable<Reply> exchange) {
  const Reply reply = co_await std::move(exchange);
  if (!reply) co_return reply.error();
  co_return Result<void>();
}

}  // namespace

asio::awaitable<Result<void>> ThunderClient::set(std::string property, Json::Value value,
                                                 Deadline deadline) {
  std::optional<Json::Value> sent(std::move(value));
  return without_value(Core::exchange(core_, std::move(property), std::move(sent), deadline));
}

void ThunderClient::watch(ClientEvents events) { core_->watch(std::move(events)); }

std::size_t ThunderClient::pending_calls() const { return core_->pending_calls(); }

const ClientCounters& ThunderClient::counters() const { return core_->counters(); }

void ThunderClient::close() { core_->close(); }

}  // namespace ripple::thunder
