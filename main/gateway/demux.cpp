#include "main/gateway/demux.hpp"

#include <algorithm>

#include "main/iec/answer.hpp"
#include "main/services/reply_text.hpp"

namespace ripple::gateway {

Demux::Demux(services::Session& session, const Pipeline& pipeline, EnvelopeScanner& scanner,
             const iec::Timers& clock, FrameSink& sink)
    : session_(session), pipeline_(pipeline), scanner_(scanner), clock_(clock), sink_(sink) {}

Demux::~Demux() {
  while (!open_.empty()) {
    Exchange& exchange = open_.front();
    exchange.cancel();
    open_.pop_front();
    delete &exchange;
  }
}

void Demux::on_frame(std::string text) {
  // The session's context travels with each request in the same buffer, behind the frame.
  const std::size_t size = text.size();
  text.reserve(size + session_.context.size() + EnvelopeScanner::kPadding);
  text += session_.context;
  const ripple_slice context{static_cast<std::uint32_t>(size),
                             static_cast<std::uint32_t>(session_.context.size())};
  const Buffer frame = Buffer::take(std::move(text));
  const Scan& scan = scanner_.scan(frame.view().substr(0, size));
  if (scan.error) {
    deliver({}, iec::make_error(*scan.error), 0, nullptr);
    return;
  }
  if (!scan.batch) {
    const Envelope& envelope = scan.envelopes.front();
    if (envelope.error) return refuse(envelope, *envelope.error, nullptr);
    return begin(envelope, frame, context, nullptr);
  }
  // Every element counts before the first is answered: the array is not to be sent early.
  batches_.emplace_back();
  Batch& batch = batches_.back();
  batch.open = scan.envelopes.size();
  for (const Envelope& envelope : scan.envelopes) {
    if (envelope.error) {
      refuse(envelope, *envelope.error, &batch);
    } else {
      begin(envelope, frame, context, &batch);
    }
  }
}

void Demux::refuse(const Envelope& envelope, const Error& error, Batch* batch) {
  deliver(envelope.id, iec::make_error(error), 0, batch);
}

void Demux::begin(const Envelope& envelope, const Buffer& frame, ripple_slice context,
                  Batch* batch) {
  auto* const exchange = new Exchange(pipeline_, *this);
  open_.push_back(*exchange);
  exchange->batch = batch;
  services::Request& request = exchange->request;
  request.session = &session_;
  request.frame = frame;
  request.context = context;
  request.id = envelope.id;
  request.method = envelope.method;
  request.params = envelope.params;
  request.record = pipeline_.invocation.methods().find(envelope.method);
  if (request.record && request.record->is_wildcard()) {
    request.kept_method = envelope.method;
    request.method = request.kept_method;
  }
  request.data = pipeline_.lookup.current();
  request.arrived = clock_.now();
  exchange->call();
}

void Demux::answer(services::Request& request, Message answer) {
  Exchange& exchange = Exchange::of(request);
  open_.erase(open_.iterator_to(exchange));
  const std::unique_ptr<Exchange> owned(&exchange);
  if (!request.id.empty()) {
    deliver(request.id, answer, request.padded_to, exchange.batch);
  } else if (exchange.batch && --exchange.batch->open == 0) {
    close(*exchange.batch);
  }
}

void Demux::deliver(std::string_view id, const Message& answer, std::size_t padded_to,
                    Batch* batch) {
  if (!batch) {
    std::string frame;
    frame.reserve(std::max(services::reply_size(id, answer), padded_to));
    services::write_reply(frame, id, answer, padded_to);
    sink_.send(std::move(frame));
    return;
  }
  if (batch->text.size() > 1) batch->text += ',';
  services::write_reply(batch->text, id, answer, padded_to);
  if (--batch->open == 0) close(*batch);
}

void Demux::close(Batch& batch) {
  std::string text = std::move(batch.text);
  batches_.remove_if([&](const Batch& other) { return &other == &batch; });
  if (text.size() == 1) return;  // notifications only
  text += ']';
  sink_.send(std::move(text));
}

}  // namespace ripple::gateway
