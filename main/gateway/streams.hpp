/// The streams that connections have open: requests to methods that stream, seen from the gateway.
///
/// A client opens one with a request and is told so at once, as if it had begun to listen to an
/// event. Results follow as events do: further responses with the id of the request, or, on
/// connections with `RPCv2=true`, notifications that name it. Items of the client come as
/// notifications of the method with the id in `stream`. An answer that says `"listening":false`, or
/// an error, is the last.
///
/// Lives on Main's thread. A client that does not read is the business of its connection, whose
/// outgoing queue is bounded; one that sends faster than the provider reads has its stream ended
/// when kQueuedItems wait.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "main/gateway/subscriptions.hpp"
#include "main/iec/router.hpp"
#include "main/services/invocation_service.hpp"

namespace ripple::gateway {

class Streams final : public services::RequestStreams, public iec::ReplySink {
 public:
  static constexpr std::size_t kQueuedItems = 256;

  /// `per_connection`: most streams that one connection may have open.
  Streams(iec::Router& router, Subscriptions& connections, std::size_t per_connection);

  std::size_t size() const { return streams_.size(); }

  Result<std::uint64_t> open(const services::Request& request, Message message) override;
  void start(std::uint64_t stream) override;
  Result<void> item(const services::Request& request, std::string_view stream,
                    std::string_view value) override;
  Result<void> end_items(const services::Request& request, std::string_view stream) override;
  void stop(const services::Request& request, std::string_view stream) override;

  void on_reply(std::uint64_t stream, Message reply) override;
  void on_credit(std::uint64_t stream, std::size_t items) override;

 private:
  struct Stream {
    const services::Session* session;
    const services::MethodRecord* record;
    std::string id;   // JSON text of the request's id
    Message message;  // the request, until it is sent
    iec::PendingId pending = 0;
    std::size_t room = RIPPLE_STREAM_WINDOW;  // items that the provider has room for
    std::size_t unacknowledged = 0;           // results that it has not been given room for
    std::deque<std::string> queued{};         // items without room
    bool items_ended = false;
  };
  using Position = std::map<std::uint64_t, Stream>::iterator;

  Result<Position> find(const services::Request& request, std::string_view id);
  void flush(std::uint64_t number);
  void acknowledge(Stream& stream);
  void forget_connection(const services::Session& session);
  bool send(const Stream& stream, std::string frame);

  iec::Router& router_;
  Subscriptions& connections_;
  std::size_t per_connection_;
  std::uint64_t next_ = 1;
  std::map<std::uint64_t, Stream> streams_;
};

}  // namespace ripple::gateway
