/// The queue into Main: messages of channels on other threads, handed to the router in batches.
///
/// Main is woken once per batch, not once per message; a message sent on Main's own thread goes
/// straight through.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "main/iec/extn_table.hpp"
#include "ripple/message.hpp"

namespace ripple::iec {

class Router;

class Inbox {
 public:
  /// `limit`: most messages waiting. Answers and status do not count: they are bounded by the
  /// requests in flight.
  Inbox(boost::asio::io_context& io, Router& router, std::size_t limit);

  /// Any thread. Consumes the message. A ripple_result: RIPPLE_OK, RIPPLE_FULL, RIPPLE_CLOSED.
  std::int32_t put(ExtnIndex from, Message message);

  /// Main's thread, before io runs: makes this thread the one whose messages go straight through.
  void adopt_this_thread() { main_thread_ = std::this_thread::get_id(); }

  /// Main's thread: from now on everything is refused with RIPPLE_CLOSED, and what waits is dropped.
  void close();

 private:
  struct Item {
    ExtnIndex from;
    Message message;
  };
  void drain();

  boost::asio::io_context& io_;
  Router& router_;
  std::size_t limit_;
  std::thread::id main_thread_;
  std::mutex mutex_;
  std::vector<Item> waiting_;  // guarded by mutex_
  bool closed_ = false;        // guarded by mutex_
  std::vector<Item> batch_;    // Main's thread
};

}  // namespace ripple::iec
