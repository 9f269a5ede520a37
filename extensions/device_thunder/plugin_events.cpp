#include "device_thunder/plugin_events.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace ripple::device_thunder {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMostEvents = 256;

}  // namespace

PluginEvents::PluginEvents(std::shared_ptr<ThunderServer> server, std::string callsign)
    : server_(std::move(server)), callsign_(std::move(callsign)), changed_(server_->io()) {
  server_->waiting_.insert(this);
}

PluginEvents::~PluginEvents() { server_->waiting_.erase(this); }

void PluginEvents::listen(const std::string& event) {
  subscriptions_.push_back(server_->device().subscribe(
      callsign_, event, [this, event](const Json::Value& params) { take(event, params); }));
}

asio::awaitable<thunder::Result<void>> PluginEvents::ready(thunder::Deadline deadline) {
  const auto active = co_await server_->device().state().activate(callsign_, deadline);
  if (!active) co_return active.error();
  for (const auto& subscription : subscriptions_) {
    const auto registered = co_await subscription.registered(deadline);
    if (!registered) co_return registered.error();
  }
  if (end_) co_return *end_;
  co_return thunder::Result<void>();
}

asio::awaitable<thunder::Result<PluginEvent>> PluginEvents::next(thunder::Deadline deadline) {
  while (events_.empty() && !end_) {
    if (deadline.has_passed()) {
      co_return thunder::Error{thunder::ErrorCode::kDeadlineExceeded,
                               callsign_ + " did not tell how it went before the deadline", 0, 0};
    }
    changed_.expires_at(deadline.at());
    boost::system::error_code ignored;
    co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  if (events_.empty()) co_return *end_;
  PluginEvent event = std::move(events_.front());
  events_.pop_front();
  co_return event;
}

void PluginEvents::on_lost(const thunder::Error& error) { end(error); }

void PluginEvents::take(const std::string& event, const Json::Value& params) {
  if (events_.size() >= kMostEvents) {
    end({thunder::ErrorCode::kOverloaded,
         "expected at most " + std::to_string(kMostEvents) + " events of " + callsign_ +
             " to wait, found one more",
         0, 0});
    return;
  }
  events_.push_back({event, params});
  changed_.cancel();
}

void PluginEvents::end(thunder::Error error) {
  if (!end_) end_ = std::move(error);
  changed_.cancel();
}

}  // namespace ripple::device_thunder
