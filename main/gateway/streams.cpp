#include "main/gateway/streams.hpp"

#include <algorithm>
#include <utility>

#include "main/iec/answer.hpp"
#include "main/services/reply_text.hpp"
#include "ripple/json.hpp"

namespace ripple::gateway {
namespace {

std::string response(const std::string& id, std::string_view result) {
  std::string frame;
  services::write_reply(frame, id, iec::make_response(result), 0);
  return frame;
}

std::string notification(const services::MethodRecord& method, const std::string& id,
                         std::string_view member, std::string_view value) {
  std::string frame = R"({"jsonrpc":"2.0","method":)";
  append_json_string(frame, method.name);
  frame.append(R"(,"params":{"stream":)").append(id).append(",\"").append(member).append("\":");
  frame.append(value).append("}}");
  return frame;
}

std::string end_of_stream(const services::MethodRecord& method) {
  std::string result = R"({"listening":false,"event":)";
  append_json_string(result, method.name);
  result += '}';
  return result;
}

}  // namespace

Streams::Streams(iec::Router& router, Subscriptions& connections, std::size_t per_connection)
    : router_(router), connections_(connections), per_connection_(per_connection) {
  connections_.on_leave([this](const services::Session& session) { forget_connection(session); });
}

Result<std::uint64_t> Streams::open(const services::Request& request, Message message) {
  if (!connections_.sink_of(*request.session)) {
    return Error{
        ErrorCode::kUnsupportedOperation, "only a connection to the gateway can take a stream", {}};
  }
  const auto mine = [&](const auto& entry) { return entry.second.session == request.session; };
  if (static_cast<std::size_t>(std::ranges::count_if(streams_, mine)) >= per_connection_) {
    return Error{ErrorCode::kOverloaded,
                 "this connection has " + std::to_string(per_connection_) +
                     " streams open, which is its limit (host.limits.subscriptions_per_connection)",
                 {}};
  }
  if (find(request, request.id)) {
    return Error{ErrorCode::kInvalidRequest,
                 "id " + std::string(request.id) +
                     " is that of a stream which is open: expected one of its own",
                 {}};
  }
  const std::uint64_t number = next_++;
  streams_.emplace(number, Stream{.session = request.session,
                                  .record = request.record,
                                  .id = std::string(request.id),
                                  .message = std::move(message)});
  return number;
}

void Streams::start(std::uint64_t number) {
  const auto found = streams_.find(number);
  if (found == streams_.end()) return;
  // Its first results, or its end, may come before this returns.
  const iec::PendingId pending = router_.request(std::move(found->second.message), *this, number);
  const auto open = streams_.find(number);
  if (open == streams_.end()) {
    router_.cancel(pending);
    return;
  }
  open->second.pending = pending;
  acknowledge(open->second);
  flush(number);
}

Result<Streams::Position> Streams::find(const services::Request& request, std::string_view id) {
  const auto found = std::ranges::find_if(streams_, [&](const auto& entry) {
    return entry.second.session == request.session && entry.second.id == id;
  });
  if (found != streams_.end()) return found;
  return Error{ErrorCode::kInvalidParams,
               "params at /stream: expected the id of a request whose stream is open, found " +
                   std::string(id),
               R"({"pointer":"/stream"})"};
}

Result<void> Streams::item(const services::Request& request, std::string_view id,
                           std::string_view value) {
  const Result<Position> found = find(request, id);
  if (!found) return found.error();
  Stream& stream = (*found)->second;
  if (stream.items_ended) {
    return Error{ErrorCode::kInvalidParams,
                 "params at /value: the items of stream " + stream.id + " have been ended",
                 R"({"pointer":"/value"})"};
  }
  if (stream.queued.size() >= kQueuedItems) {
    const Error error{ErrorCode::kOverloaded,
                      stream.record->name + " was ended: " + std::to_string(kQueuedItems) +
                          " of its items wait to be read; send them more slowly",
                      {}};
    const Stream ended = std::move(stream);
    streams_.erase(*found);
    router_.cancel(ended.pending);
    std::string frame;
    services::write_reply(frame, ended.id, iec::make_error(error), 0);
    send(ended, std::move(frame));
    return error;
  }
  stream.queued.emplace_back(value);
  flush((*found)->first);
  return {};
}

Result<void> Streams::end_items(const services::Request& request, std::string_view id) {
  const Result<Position> found = find(request, id);
  if (!found) return found.error();
  Stream& stream = (*found)->second;
  if (std::exchange(stream.items_ended, true)) return {};
  if (stream.queued.empty()) flush((*found)->first);
  return {};
}

void Streams::stop(const services::Request& request, std::string_view id) {
  for (auto entry = streams_.begin(); entry != streams_.end();) {
    const Stream& stream = entry->second;
    const bool meant = stream.session == request.session && stream.record == request.record &&
                       (id.empty() || stream.id == id);
    if (!meant) {
      ++entry;
      continue;
    }
    const iec::PendingId pending = stream.pending;
    entry = streams_.erase(entry);
    router_.cancel(pending);
  }
}

void Streams::on_reply(std::uint64_t number, Message reply) {
  const auto found = streams_.find(number);
  if (found == streams_.end()) return;
  Stream& stream = found->second;
  const services::MethodRecord& method = *stream.record;
  if (reply.header().flags & RIPPLE_FLAG_MORE) {
    ++stream.unacknowledged;
    // The connection may be closed for what it has not read, and then the stream is gone.
    const std::string_view value = reply.payload().empty() ? "null" : reply.payload();
    if (!send(stream, stream.session->rpcv2 ? notification(method, stream.id, "value", value)
                                            : response(stream.id, value))) {
      return;
    }
    if (const auto open = streams_.find(number); open != streams_.end()) acknowledge(open->second);
    return;
  }
  const Stream ended = std::move(stream);
  streams_.erase(found);
  if (reply.kind() == RIPPLE_ERROR) {
    std::string frame;
    services::write_reply(frame, ended.id, reply, 0);
    send(ended, std::move(frame));
    return;
  }
  const bool rpcv2 = ended.session->rpcv2;
  const services::Session* const session = ended.session;
  if (!reply.payload().empty()) {
    send(ended, rpcv2 ? notification(method, ended.id, "value", reply.payload())
                      : response(ended.id, reply.payload()));
    if (!connections_.sink_of(*session)) return;
  }
  send(ended, rpcv2 ? notification(method, ended.id, "end", "true")
                    : response(ended.id, end_of_stream(method)));
}

void Streams::on_credit(std::uint64_t number, std::size_t items) {
  const auto found = streams_.find(number);
  if (found == streams_.end()) return;
  found->second.room += items;
  flush(number);
}

void Streams::flush(std::uint64_t number) {
  // An inline provider may end the stream while it reads: look it up again after each item.
  for (auto found = streams_.find(number); found != streams_.end(); found = streams_.find(number)) {
    Stream& stream = found->second;
    if (stream.pending == 0) return;
    if (stream.queued.empty()) {
      if (stream.items_ended) router_.end_items(stream.pending);
      return;
    }
    if (stream.room == 0) return;
    const std::string item = std::move(stream.queued.front());
    stream.queued.pop_front();
    --stream.room;
    router_.send_item(stream.pending, item);
  }
}

void Streams::acknowledge(Stream& stream) {
  if (stream.pending == 0 || stream.unacknowledged < RIPPLE_STREAM_WINDOW / 2) return;
  router_.give_credit(stream.pending, std::exchange(stream.unacknowledged, 0));
}

void Streams::forget_connection(const services::Session& session) {
  for (auto entry = streams_.begin(); entry != streams_.end();) {
    if (entry->second.session != &session) {
      ++entry;
      continue;
    }
    const iec::PendingId pending = entry->second.pending;
    entry = streams_.erase(entry);
    router_.cancel(pending);
  }
}

bool Streams::send(const Stream& stream, std::string frame) {
  FrameSink* const sink = connections_.sink_of(*stream.session);
  if (sink) sink->send(std::move(frame));
  return sink != nullptr;
}

}  // namespace ripple::gateway
