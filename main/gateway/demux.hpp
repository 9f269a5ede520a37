/// Splits one connection's frames into requests, sends each through the pipeline, and writes the
/// answers back: each request gets exactly one, whatever becomes of it, until the connection closes.
///
///     Demux demux(session, pipeline, scanner, clock, frames);
///     demux.on_frame(std::move(text));
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "main/gateway/envelope.hpp"
#include "main/gateway/exchange.hpp"
#include "main/iec/timers.hpp"

namespace ripple::gateway {

/// Where the answers go.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  virtual void send(std::string frame) = 0;
};

/// The answers to one batch, sent as one array when the last is there.
class Batch {
 public:
  std::size_t open = 0;
  std::string text = "[";
};

class Demux final : public services::AnswerSink {
 public:
  Demux(services::Session& session, const Pipeline& pipeline, EnvelopeScanner& scanner,
        const iec::Timers& clock, FrameSink& sink);
  /// Cancels what is under way.
  ~Demux() override;
  Demux(const Demux&) = delete;
  Demux& operator=(const Demux&) = delete;

  /// One text message.
  void on_frame(std::string text);

  void answer(services::Request& request, Message answer) override;

 private:
  void refuse(const Envelope& envelope, const Error& error, Batch* batch);
  void begin(const Envelope& envelope, const Buffer& frame, ripple_slice context, Batch* batch);
  void deliver(std::string_view id, const Message& answer, std::size_t padded_to, Batch* batch);
  void close(Batch& batch);

  services::Session& session_;
  const Pipeline& pipeline_;
  EnvelopeScanner& scanner_;
  const iec::Timers& clock_;
  FrameSink& sink_;
  boost::intrusive::list<Exchange> open_;
  std::list<Batch> batches_;
};

}  // namespace ripple::gateway
