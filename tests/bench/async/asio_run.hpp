// AsioRun: an io_context on the calling thread, run until one coroutine has ended.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

namespace ripple {

namespace asio = boost::asio;

using AsioChannel = asio::experimental::channel<void(boost::system::error_code, int)>;

class AsioRun {
 public:
  asio::io_context& io() { return io_; }

  /// Others that were spawned stay where they wait.
  void run(asio::awaitable<void> awaitable) {
    asio::co_spawn(io_, std::move(awaitable), [this](const std::exception_ptr& exception) {
      if (exception) std::rethrow_exception(exception);
      io_.stop();
    });
    io_.run();
    io_.restart();
  }

  void spawn(asio::awaitable<void> awaitable) {
    asio::co_spawn(io_, std::move(awaitable), asio::detached);
  }

  /// Runs what is ready.
  void poll() {
    io_.poll();
    io_.restart();
  }

 private:
  asio::io_context io_{1};
};

}  // namespace ripple
