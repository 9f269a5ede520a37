/// Runs a function each time a descriptor becomes readable, on the thread of its io_context.
///
///     DescriptorWatch watch(*node.io_context(), socket.descriptor(), [&] { socket.drain(); });
///
/// The function is not called again before it has returned, nor after the watch is gone; it should
/// take what there is to read, or it is called again at once. The descriptor stays its owner's, and
/// must outlive the watch.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <utility>

namespace ripple::posix {

class DescriptorWatch {
 public:
  DescriptorWatch(boost::asio::io_context& io, int descriptor, std::function<void()> on_readable)
      : state_(std::make_shared<State>(io, descriptor, std::move(on_readable))) {
    wait(state_);
  }
  DescriptorWatch(DescriptorWatch&&) noexcept = default;
  DescriptorWatch& operator=(DescriptorWatch&&) = delete;
  ~DescriptorWatch() {
    if (state_) end(*state_);
  }

 private:
  struct State {
    State(boost::asio::io_context& io, int number, std::function<void()> function)
        : descriptor(io, number), on_readable(std::move(function)) {}
    boost::asio::posix::stream_descriptor descriptor;
    std::function<void()> on_readable;
    bool has_ended = false;
  };

  static void end(State& state) {
    state.has_ended = true;
    // Not in the destructor: a wait on its way holds on to the state, and by then the number may
    // belong to somebody else.
    state.descriptor.release();
  }

  static void wait(const std::shared_ptr<State>& state) {
    state->descriptor.async_wait(boost::asio::posix::descriptor_base::wait_read,
                                 [state](const boost::system::error_code& error) {
                                   // A wait that had succeeded before it was cancelled still
                                   // arrives here.
                                   if (error || state->has_ended) return;
                                   state->on_readable();
                                   if (!state->has_ended) wait(state);
                                 });
  }

  std::shared_ptr<State> state_;
};

}  // namespace ripple::posix
