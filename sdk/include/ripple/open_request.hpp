/// OpenRequest: the one answer that is still owed for a request.
///
/// Extension authors meet it as Invocation<M>; only the SDK and its test host use this header.
#pragma once

#include <atomic>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "ripple/caller.hpp"
#include "ripple/deadline.hpp"
#include "ripple/error.hpp"
#include "ripple/link.hpp"
#include "ripple/message.hpp"
#include "ripple/stream_port.hpp"

namespace ripple {

class OpenRequest;

/// Whoever received the request and carries its answer back: a channel, or the test host.
class Answerer {
 public:
  /// [any] True on the thread that may answer.
  virtual bool may_answer() const = 0;
  /// [the answerer's thread] Sends the answer. Called at most once for a request.
  virtual void send_result(OpenRequest& request, std::string_view json) = 0;
  virtual void send_error(OpenRequest& request, const Error& error) = 0;
  /// [any] The Invocation is gone and `request` with it. If it was not answered it is answered now.
  virtual void release(OpenRequest& request) = 0;
  /// [any] Somebody broke a rule: logged, and an assertion in debug builds.
  virtual void report_misuse(const std::string& text) = 0;
  /// [the answerer's thread] True when the answerer is asked to stop.
  virtual bool is_stopping() const = 0;
  /// [the answerer's thread] An empty string whose memory is used again and again.
  virtual std::string& scratch() = 0;

 protected:
  ~Answerer() = default;
};

struct InOpenRequests;

/// A request that was handed to a handler. Lives in the answerer until it is released.
class OpenRequest : public Link<InOpenRequests> {
 public:
  /// `stream`: of a method that streams; NULL otherwise.
  OpenRequest(Answerer& answerer, Message message, std::shared_ptr<StreamPort> stream)
      : message_(std::move(message)),
        caller_(message_.context()),
        answerer_(&answerer),
        stream_(std::move(stream)) {}
  OpenRequest(const OpenRequest&) = delete;
  OpenRequest& operator=(const OpenRequest&) = delete;

  const Message& message() const { return message_; }
  const Caller& caller() const { return caller_; }
  Answerer& answerer() const { return *answerer_; }
  const std::shared_ptr<StreamPort>& stream() const { return stream_; }
  bool is_answered() const { return answered_; }
  void set_answered() { answered_ = true; }
  bool is_cancelled() const { return cancelled_.load(std::memory_order_relaxed); }
  void set_cancelled() { cancelled_.store(true, std::memory_order_relaxed); }

 private:
  Message message_;
  Caller caller_;
  Answerer* answerer_;
  std::shared_ptr<StreamPort> stream_;
  bool answered_ = false;
  std::atomic<bool> cancelled_ = false;
};

/// Owns the duty to answer one request: move-only, empty after a move. An unanswered request is
/// answered with an error when its owner goes away.
class AnswerDuty {
 public:
  explicit AnswerDuty(OpenRequest& request) : request_(&request) {}
  AnswerDuty(AnswerDuty&& other) noexcept : request_(std::exchange(other.request_, nullptr)) {}
  AnswerDuty& operator=(AnswerDuty&& other) noexcept {
    std::swap(request_, other.request_);
    return *this;
  }
  AnswerDuty(const AnswerDuty&) = delete;
  AnswerDuty& operator=(const AnswerDuty&) = delete;
  ~AnswerDuty() {
    if (request_ != nullptr) request_->answerer().release(*request_);
  }

  /// Who asked. Valid as long as the duty is.
  const Caller& context() const {
    static const Caller kNobody;
    return request_ == nullptr ? kNobody : request_->caller();
  }

  /// When the caller stops waiting.
  Deadline deadline() const {
    return request_ == nullptr ? Deadline() : Deadline::at(request_->message().header().deadline);
  }

  /// True when the caller has gone away or no longer wants the answer.
  bool cancelled() const { return request_ != nullptr && request_->is_cancelled(); }

  bool is_answered() const { return request_ == nullptr || request_->is_answered(); }

  /// The streams of the request; NULL when it has none.
  std::shared_ptr<StreamPort> stream() const {
    return request_ == nullptr ? nullptr : request_->stream();
  }

  /// True when the channel is asked to stop.
  bool is_stopping() const { return request_ != nullptr && request_->answerer().is_stopping(); }

  /// Answers with JSON text as it is.
  void answer_raw(std::string_view json) {
    if (take_turn()) request_->answerer().send_result(*request_, json);
  }

  /// Answers with a value that has a to_json.
  template <typename T>
  void answer(const T& value) {
    if (!take_turn()) return;
    std::string& text = request_->answerer().scratch();
    append_as_json(text, value);
    request_->answerer().send_result(*request_, text);
  }

  void answer_error(const Error& error) {
    if (take_turn()) request_->answerer().send_error(*request_, error);
  }

  const OpenRequest* request() const { return request_; }

 private:
  bool take_turn() {
    if (request_ == nullptr) return false;
    Answerer& answerer = request_->answerer();
    if (!answerer.may_answer()) {
      answerer.report_misuse(
          "a request was answered on a foreign thread; answer on the channel's own, "
          "Node::post brings you there");
      return false;
    }
    if (request_->is_answered()) {
      answerer.report_misuse("a request was answered twice; the second answer is ignored");
      return false;
    }
    request_->set_answered();
    return true;
  }

  OpenRequest* request_;
};

}  // namespace ripple
