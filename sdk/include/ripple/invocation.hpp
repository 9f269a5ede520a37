/// Invocation: one request of a contract, with its typed parameters and the duty to answer it.
///
///     [&name](DeviceInfo::SetName& c) {
///       if (c.params.value.empty()) return c.fail({ErrorCode::kInvalidParams, "empty name", {}});
///       name = c.params.value;
///       c.reply(nullptr);
///     }
///
/// Exactly one answer leaves: the first of reply, reply_raw, fail and reply_unsupported. An
/// invocation that is destroyed without one answers kInternal by itself. All members are for the
/// channel's own thread. Answering twice or from another thread is an assertion in debug builds;
/// in release builds it is ignored and logged.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "ripple/item_stream.hpp"
#include "ripple/open_request.hpp"
#include "ripple/writer.hpp"

namespace ripple {

/// What every kind of invocation can do. Move-only.
class InvocationBase {
 public:
  /// Who asked; valid as long as the invocation is.
  const Caller& context() const { return duty_.context(); }

  /// When the caller stops waiting; hand it to the calls that the answer needs.
  Deadline deadline() const { return duty_.deadline(); }

  /// True when the caller has gone away. Answering is then harmless and useless.
  bool cancelled() const { return duty_.cancelled(); }

  bool is_answered() const { return duty_.is_answered(); }

  /// Answers with JSON text, taken as it is.
  void reply_raw(std::string_view json) { duty_.answer_raw(json); }

  /// Answers with an error.
  void fail(const Error& error) { duty_.answer_error(error); }

  /// Answers kNotSupported: this provider does not have the method.
  void reply_unsupported() {
    duty_.answer_error(Error{
        ErrorCode::kNotSupported, std::string(name()) + " is not supported by this provider", {}});
  }

  /// The method, "device.name".
  std::string_view name() const { return name_; }

 protected:
  InvocationBase(AnswerDuty duty, std::string_view name) : duty_(std::move(duty)), name_(name) {}

  AnswerDuty duty_;

 private:
  std::string_view name_;
};

namespace detail {

/// The member `items` of an invocation whose caller streams.
template <typename M>
struct Items {
  explicit Items(const AnswerDuty&) {}
};
template <typename M>
requires requires { typename M::Item; }
struct Items<M> {
  explicit Items(const AnswerDuty& duty) : items(duty.stream()) {}
  /// What the caller streams.
  ItemStream<typename M::Item> items;
};

}  // namespace detail

/// A call of the method that the generated type `M` stands for. When its caller streams, the member
/// `items` has what it sends.
template <typename M>
class [[nodiscard]] Invocation : public InvocationBase, public detail::Items<M> {
 public:
  using Method = M;
  using Reply = typename M::Result;

  Invocation(AnswerDuty duty, M parameters)
      : InvocationBase(std::move(duty), M::Contract::kMethods[M::kMethod]),
        detail::Items<M>(duty_),
        params(std::move(parameters)) {}

  M params;

  /// Takes the duty to answer away, to be carried out by somebody else.
  OneshotWriter<Reply> take_writer() { return OneshotWriter<Reply>(std::move(duty_)); }

  void reply(const Reply& result) requires(!std::same_as<Reply, std::string>) {
    duty_.answer(result);
  }

  /// Strings leave without becoming a std::string first.
  void reply(std::string_view result) requires std::same_as<Reply, std::string> {
    duty_.answer(result);
  }
};

/// A call of a method that answers with a stream of results, through `writer`.
template <typename M>
requires requires { M::kStreamsResults; }
class [[nodiscard]] Invocation<M> : public detail::Items<M> {
 public:
  using Method = M;
  using Reply = typename M::Result;

  Invocation(AnswerDuty duty, M parameters)
      : detail::Items<M>(duty), params(std::move(parameters)), writer(std::move(duty)) {}

  M params;
  MultiWriter<Reply> writer;

  /// As InvocationBase has them.
  const Caller& context() const { return writer.duty().context(); }
  Deadline deadline() const { return writer.duty().deadline(); }
  bool cancelled() const { return writer.cancelled(); }
  bool is_answered() const { return writer.is_answered(); }
  std::string_view name() const { return M::Contract::kMethods[M::kMethod]; }
  void fail(const Error& error) { writer.fail(error); }
  void reply_unsupported() {
    fail(
        {ErrorCode::kNotSupported, std::string(name()) + " is not supported by this provider", {}});
  }
};

/// A request for a method that the contract's document, as this extension was compiled against it,
/// does not have. Unless something else is said it answers kMethodNotFound.
class [[nodiscard]] UnknownInvocation : public InvocationBase {
 public:
  UnknownInvocation(AnswerDuty duty, std::string_view name)
      : InvocationBase(std::move(duty), name) {}
  UnknownInvocation(UnknownInvocation&&) noexcept = default;
  UnknownInvocation& operator=(UnknownInvocation&&) noexcept = default;
  ~UnknownInvocation() {
    if (!is_answered()) answer_not_found();
  }

  void reply_unsupported() { answer_not_found(); }

 private:
  void answer_not_found() {
    duty_.answer_error(Error{ErrorCode::kMethodNotFound,
                             "the provider does not know the method " + std::string(name()),
                             {}});
  }
};

/// Several lambdas as one visitor.
template <typename... Callables>
struct overloaded : Callables... {
  using Callables::operator()...;
};
template <typename... Callables>
overloaded(Callables...) -> overloaded<Callables...>;

}  // namespace ripple
