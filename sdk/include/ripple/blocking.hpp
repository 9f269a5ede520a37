/// Blocking: a coroutine that has something done on a helper thread and waits for it.
///
///     const auto read = [path] { return read_file(path); };
///     Result<std::string> text = co_await node.blocking(read);
///
/// The callable runs beside the channel: it must not touch what the channel's coroutines touch, and
/// takes along by value what it needs. It cannot be interrupted: when the waiting coroutine is
/// destroyed it runs on to its end, unheard, and a channel that stops waits for it.
#pragma once

#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/extn_channel.hpp"
#include "ripple/helper_threads.hpp"
#include "ripple/outcome.hpp"
#include "ripple/waiter.hpp"

namespace ripple {

/// co_await gives Result of what the callable returns (a Result as it is), or throws what it threw.
/// Errors: kOverloaded when HelperThreads::kLimit others wait for a thread already; kCancelled when
/// the channel is asked to stop.
template <typename Function>
class [[nodiscard]] Blocking final : public Waiter {
 public:
  using Returned = std::invoke_result_t<Function&>;

  Blocking(ExtnChannelPointer channel, Function function)
      : Waiter("the end of a blocking function"),
        channel_(std::move(channel)),
        job_(std::make_shared<Job>(std::move(function))) {}
  ~Blocking() { job_->waiter = nullptr; }

  bool await_ready() const { return channel_->loop().ends_at_once_after_stop(); }

  bool await_suspend(std::coroutine_handle<> coroutine) {
    Loop& loop = channel_->loop();
    if (loop.is_stopping()) return true;
    is_refused_ = !submit();
    if (is_refused_) return false;
    job_->waiter = this;
    loop.wait(*this, coroutine);
    return true;
  }

  FlatResult<Returned> await_resume() {
    if (job_->is_done) return job_->outcome.take_result();
    if (is_refused_) {
      return Error{ErrorCode::kOverloaded,
                   "every helper thread is busy and as many functions as may wait for one do so; "
                   "the blocking function was not run",
                   {}};
    }
    return Error{ErrorCode::kCancelled,
                 channel_->id() + " is stopping; the blocking function was not waited for",
                 {}};
  }

 private:
  struct Job final : HelperJob {
    explicit Job(Function callable) : function(std::move(callable)) {}

    void run() noexcept override {
      outcome.set_from([this]() -> Returned { return (*function)(); });
      function.reset();
    }
    void on_rung() override {
      is_done = true;
      if (waiter != nullptr) waiter->channel_->loop().make_ready(*waiter);
    }

    std::optional<Function> function;
    Outcome<Returned> outcome;
    /// Of the loop's thread.
    Blocking* waiter = nullptr;
    bool is_done = false;
  };

  bool submit() {
    if (HelperThreads* const helpers = channel_->helpers()) return helpers->submit(job_);
    return channel_->post([job = job_] {
      job->run();
      job->on_rung();
    });
  }

  ExtnChannelPointer channel_;
  std::shared_ptr<Job> job_;
  bool is_refused_ = false;
};

}  // namespace ripple
