/// OneshotWriter and MultiWriter: the duty to answer a request, once or with a stream.
///
///     ripple::Task<void> count(Counter::Up call) {
///       for (int i = 1; i <= call.params.to; ++i) {
///         if (!co_await call.writer.send(i)) co_return;     // nobody reads any more
///       }
///     }                                                     // the stream ends with the writer
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "ripple/error.hpp"
#include "ripple/json.hpp"
#include "ripple/open_request.hpp"
#include "ripple/stream_send.hpp"

namespace ripple {

/// Answers exactly once: unused at its destruction it answers with an error. Move-only; for the
/// channel's own thread.
template <typename T>
class [[nodiscard]] OneshotWriter {
 public:
  explicit OneshotWriter(AnswerDuty duty) : duty_(std::move(duty)) {}

  void send(const T& value) { duty_.answer(value); }
  void fail(const Error& error) { duty_.answer_error(error); }

  /// True when the caller has gone away. Answering is then harmless and useless.
  bool cancelled() const { return duty_.cancelled(); }
  bool is_answered() const { return duty_.is_answered(); }

 private:
  AnswerDuty duty_;
};

/// Answers with any number of values. Closes at its destruction: with success, after fail() with
/// that error, and with an error when an exception or the channel's stop destroys it. Move-only;
/// for the channel's own thread.
template <typename T>
class [[nodiscard]] MultiWriter {
 public:
  explicit MultiWriter(AnswerDuty duty) : duty_(std::move(duty)) {}
  MultiWriter(MultiWriter&&) noexcept = default;
  MultiWriter& operator=(MultiWriter&& other) noexcept {
    if (this != &other) {
      close_at_end();
      duty_ = std::move(other.duty_);
    }
    return *this;
  }
  ~MultiWriter() { close_at_end(); }

  /// Waits while the caller has no room for more; see StreamSend for what co_await gives.
  StreamSend send(const T& value) {
    std::string text;
    append_as_json(text, value);
    return StreamSend(is_answered() ? nullptr : duty_.stream(), std::move(text));
  }

  /// kOverloaded when the caller has no room for more just now.
  Result<void> try_send(const T& value) {
    const std::shared_ptr<StreamPort> port = is_answered() ? nullptr : duty_.stream();
    if (!port) return StreamSend::closed();
    if (port->end_of_sending()) return *port->end_of_sending();
    if (!port->has_room()) {
      return Error{ErrorCode::kOverloaded, "the caller has no room for more just now", {}};
    }
    std::string text;
    append_as_json(text, value);
    port->send(text);
    return {};
  }

  /// Ends the stream.
  void close() { duty_.answer_raw({}); }
  void fail(const Error& error) { duty_.answer_error(error); }

  bool cancelled() const { return duty_.cancelled(); }
  bool is_answered() const { return duty_.is_answered(); }

  const AnswerDuty& duty() const { return duty_; }

 private:
  void close_at_end() {
    if (is_answered() || std::uncaught_exceptions() > 0 || duty_.is_stopping()) return;
    close();
  }

  AnswerDuty duty_;
};

}  // namespace ripple
