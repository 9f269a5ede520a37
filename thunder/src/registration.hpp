/// Registration: one event of one plugin, with all its handlers, and how far it is on the server.
///
/// What the server is asked, and when, is for ThunderSubscriptions to decide.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ripple/thunder/backoff.hpp"
#include "ripple/thunder/error.hpp"
#include "ripple/thunder/subscriptions.hpp"
#include "wait_list.hpp"

namespace ripple::thunder {

struct Registration {
  Registration(boost::asio::io_context& loop, const SubscriptionsConfig& config)
      : backoff(config.retry, config.random), pause(loop), confirmed(loop.get_executor()) {}

  bool is_wanted() const { return !handlers.empty(); }

  std::string callsign;
  std::string event;
  std::string index;
  std::string client_id;
  /// Places of subscriptions; each leaves when it is given up.
  std::vector<std::shared_ptr<void>> handlers;
  bool is_registered = false;
  bool is_working = false;
  /// Counts what made the server forget; an answer to a request from before says nothing.
  std::uint64_t era = 0;
  Backoff backoff;
  boost::asio::steady_timer pause;
  WaitList<bool> confirmed;
  std::string last_failure = "the registration has not been sent yet";
};

/// Whether a refusal of `register` says that this connection has the registration.
bool is_registered_already(const Error& error);

/// Whether `register` is to be sent again after a pause. What does not is over when the plugin's
/// state or the connection changes, which starts an attempt.
bool is_worth_a_retry(const Error& error);

}  // namespace ripple::thunder
