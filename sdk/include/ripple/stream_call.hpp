/// StreamCall: a request to a method that streams, seen by who asks.
///
///     const Chat::talk request{.room = "hall", .name = "Ann"};
///     auto talk = co_await node.call_stream(request);
///     if (!talk) co_return log(talk.error().message);
///     co_await talk->send("hello");
///     while (auto message = co_await talk->next()) {
///       if (!*message) break;              // it broke off: message->error() says why
///       show(**message);
///     }
///
/// Destroying it while it is open tells the provider that nobody listens any more.
#pragma once

#include <coroutine>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/error_text.hpp"
#include "ripple/extn_channel.hpp"
#include "ripple/item_stream.hpp"
#include "ripple/request_message.hpp"
#include "ripple/stream_send.hpp"
#include "ripple/task.hpp"

namespace ripple {

/// The requester's end of the streams, from the request to its last answer.
class OpenStream final : private ReplyTarget {
 public:
  /// Sends the request. When that cannot be done the stream is closed with the reason.
  OpenStream(ExtnChannelPointer channel, Message request, bool streams_results)
      : channel_(std::move(channel)), streams_results_(streams_results) {
    request.header().flags = RIPPLE_FLAG_MORE;
    ripple_message head = request.header();
    const Result<std::uint64_t> id = channel_->send_request(std::move(request), *this);
    if (id) head.id = id_ = *id;
    port_ = channel_->make_stream_port(StreamPort::Side::kRequester, head);
    if (!id) port_->close(id.error());
  }
  OpenStream(const OpenStream&) = delete;
  OpenStream& operator=(const OpenStream&) = delete;
  ~OpenStream() {
    if (id_ != 0) channel_->forget_reply(std::exchange(id_, 0), true);
    port_->close({ErrorCode::kCancelled, "the stream was given up", {}});
  }

  const std::shared_ptr<StreamPort>& port() const { return port_; }

 private:
  void on_reply(Message reply) override {
    const bool is_last = (reply.header().flags & RIPPLE_FLAG_MORE) == 0;
    if (is_last) id_ = 0;
    if (reply.kind() == RIPPLE_ERROR) return port_->close(read_error(reply, channel_->reader()));
    if (!is_last || !streams_results_) port_->put(std::move(reply));
    if (!is_last) return;
    port_->end_incoming(std::nullopt);
    port_->end_sending({ErrorCode::kCancelled, "the provider has answered and reads no more", {}});
  }

  void on_credit(std::size_t count) override { port_->add_room(count); }

  ExtnChannelPointer channel_;
  const bool streams_results_;
  std::uint64_t id_ = 0;
  std::shared_ptr<StreamPort> port_;
};

/// Move-only; for the channel's own thread.
template <typename M>
class [[nodiscard]] StreamCall {
 public:
  explicit StreamCall(std::unique_ptr<OpenStream> open)
      : results_(open->port()), open_(std::move(open)) {}

  /// See ItemStream::next.
  [[nodiscard]] auto next() requires requires { M::kStreamsResults; }
  { return results_.next(); }

  /// Waits while the provider has no room for more; see StreamSend.
  template <typename Item>
  StreamSend send(const Item& item) requires requires {
    typename M::Item;
  }
  {
    std::string text;
    append_as_json(text, typename M::Item(item));
    return StreamSend(open_->port(), std::move(text));
  }

  /// No further items: the provider's stream of them ends.
  void end_items() requires requires { typename M::Item; }
  { open_->port()->send_end(); }

  /// Ends the items and waits for the one answer.
  Task<Result<typename M::Result>> finish() requires(!requires { M::kStreamsResults; }) {
    end_items();
    std::optional<Result<typename M::Result>> answer = co_await results_.next();
    if (answer) co_return std::move(*answer);
    co_return Error{ErrorCode::kCancelled, "the channel is stopping; the call was given up", {}};
  }

 private:
  ItemStream<typename M::Result> results_;
  std::unique_ptr<OpenStream> open_;
};

/// co_await gives Result<StreamCall<M>>, at once: what fails later is an item.
template <typename M>
class [[nodiscard]] StreamCallOpening {
 public:
  StreamCallOpening(ExtnChannelPointer channel, Result<Message> request)
      : channel_(std::move(channel)), request_(std::move(request)) {}

  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  Result<StreamCall<M>> await_resume() {
    if (!request_) return request_.error();
    auto open = std::make_unique<OpenStream>(
        std::move(channel_), std::move(*request_), requires { M::kStreamsResults; });
    if (const std::optional<Error>& error = open->port()->end_of_sending()) return *error;
    return StreamCall<M>(std::move(open));
  }

 private:
  ExtnChannelPointer channel_;
  Result<Message> request_;
};

}  // namespace ripple
