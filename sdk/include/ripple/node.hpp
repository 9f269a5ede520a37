/// Node: what an extension's code holds of the platform.
///
///     ripple::Task<void> serve(ripple::Node node) {
///       auto calls = node.invocations<DeviceInfo>();
///       while (auto call = co_await calls.next()) {
///         std::visit(ripple::overloaded{
///             [](DeviceInfo::Make& c) { c.reply("Acme"); },
///             [](auto& c) { c.reply_unsupported(); },
///         }, *call);
///       }
///     }
///
/// When the channel is asked to stop every wait ends: next() gives nothing, call() gives
/// kCancelled, sleep_for() gives false. The tasks then run to their ends; one that waits on for
/// ever is destroyed where it waits. What they have not answered by then is answered for them.
#pragma once

#include <json/json.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "ripple/blocking.hpp"
#include "ripple/call.hpp"
#include "ripple/event_stream.hpp"
#include "ripple/extn_channel.hpp"
#include "ripple/invocation_stream.hpp"
#include "ripple/join_handle.hpp"
#include "ripple/loop_door.hpp"
#include "ripple/rpc_invocation.hpp"
#include "ripple/sleep.hpp"
#include "ripple/stream_call.hpp"
#include "ripple/task.hpp"

namespace ripple {

/// For whom an event is meant.
struct Audience {
  /// Only this app; empty: every app that listens.
  std::string app_id{};
  /// The event's context parameters, as the contract's document names them; null: none.
  Json::Value params{};
};

/// A handle: copy it freely. It may outlive the channel, and does nothing then. Members are for the
/// channel's own thread, except those marked [any].
class Node {
 public:
  explicit Node(ExtnChannelPointer channel) : channel_(std::move(channel)) {}

  /// [any] The ExtnId, "ripple:channel:device:acme".
  const std::string& id() const { return channel_->id(); }

  /// [any] The symbol's `config` of the extension manifest; an empty object when there is none.
  const Json::Value& config() const { return channel_->config(); }

  /// [any] The monotonic clock in nanoseconds.
  std::int64_t now() const { return channel_->now(); }

  /// [any] A line in Main's log, marked with the ExtnId.
  void log(LogLevel level, std::string_view text) const { channel_->log(level, text); }

  /// [any] Runs `function` on the channel's thread, soon. False when the channel has ended.
  bool post(std::function<void()> function) const { return channel_->post(std::move(function)); }

  /// Begins to serve a contract: requests that came before are waiting in the stream already, and
  /// Main learns that the processor is registered.
  template <typename Contract>
  InvocationStream<Contract> invocations() const {
    check_thread();
    const ContractIndices& indices = channel_->indices<Contract>();
    return {channel_, indices.contract, InvocationDecoder<Contract>(indices)};
  }

  /// Begins to serve the methods that a "jsonrpc" entry adds.
  RpcStream rpc_invocations() const {
    check_thread();
    return {channel_, channel_->contract_index("json_rpsee"), RpcDecoder()};
  }

  /// Asks another contract; co_await gives Result<M::Result>. A request with strings or lists in it
  /// needs a name:
  ///
  ///     const DeviceInfo::set_name request{.value = "hall"};
  ///     auto done = co_await node.call(request, {.timeout = 2s});
  template <typename M>
  Call<typename M::Result> call(const M& method, const CallOptions& options = {}) const {
    return {channel_, request_for(method, options)};
  }

  /// The same for a method that streams; co_await gives Result<StreamCall<M>>, at once. Without a
  /// timeout it may last for ever.
  template <typename M>
  StreamCallOpening<M> call_stream(const M& method, const CallOptions& options = {}) const {
    return {channel_, request_for(method, options)};
  }

#if defined(__GNUC__) && !defined(__clang__)
  template <typename M>
  requires(!std::is_lvalue_reference_v<M> && !std::is_trivially_destructible_v<M>)
      Call<typename M::Result> call(M&& method, const CallOptions& options = {})
  const {
    static_assert(std::is_lvalue_reference_v<M>,
                  "GCC 12 destroys the members of a braced temporary in a co_await expression "
                  "twice; give the request a name and pass that");
    return call(method, options);
  }
  template <typename M>
  requires(!std::is_lvalue_reference_v<M> && !std::is_trivially_destructible_v<M>)
      StreamCallOpening<M> call_stream(M&& method, const CallOptions& options = {})
  const {
    static_assert(std::is_lvalue_reference_v<M>,
                  "GCC 12 destroys the members of a braced temporary in a co_await expression "
                  "twice; give the request a name and pass that");
    return call_stream(method, options);
  }
#endif

  /// The same by name, untyped; co_await gives Result<Json::Value>. null `params`: none.
  Call<Json::Value> call_json(std::string_view contract, std::string_view method,
                              const Json::Value& params, const CallOptions& options = {}) const {
    check_thread();
    const std::uint32_t index = channel_->contract_index(contract);
    std::string& payload = channel_->scratch();
    if (!params.isNull()) append_json(payload, params);
    return {channel_, request_message(*channel_, index, channel_->method_index(index, method), method,
                                      payload, options)};
  }
  template <typename Contract>
  requires std::is_enum_v<Contract> Call<Json::Value> call_json(Contract contract,
                                                                std::string_view method,
                                                                const Json::Value& params,
                                                                const CallOptions& options = {})
  const { return call_json(to_string(contract), method, params, options); }

  /// Tells whoever listens. Errors: kOverloaded when Main's queue is full, kCancelled before the
  /// channel has been started and after its end.
  template <typename Event>
  Result<void> emit(const Event& event, const Audience& audience = {}) const {
    check_thread();
    const ContractIndices& indices = channel_->indices<typename Event::Contract>();
    std::string& text = channel_->scratch();
    append_as_json(text, event.payload);
    return emit_text(indices.contract, indices.methods[Event::kMethod], text, audience);
  }

  /// The events of one kind, from now on.
  template <typename Event>
  EventStream<typename Event::Payload> subscribe() const {
    check_thread();
    const ContractIndices& indices = channel_->indices<typename Event::Contract>();
    return {channel_, indices.contract, indices.methods[Event::kMethod]};
  }

  /// The platform's context (network, power, time zone, ...) each time it changes.
  ContextStream context_updates() const {
    check_thread();
    return ContextStream(channel_);
  }

  /// co_await gives true when the time has passed, false when the channel is asked to stop.
  [[nodiscard]] Sleep sleep_for(std::chrono::nanoseconds duration) const {
    check_thread();
    return {&channel_->loop(), Deadline::after(now(), duration).nanoseconds()};
  }

  /// Runs a task beside this one; see join_handle.hpp. An exception that leaves it goes to whoever
  /// joins it, or is logged with the task's name.
  template <typename T>
  JoinHandle<T> spawn(Task<T> task, std::string name = "task") const {
    check_thread();
    return channel_->tasks().spawn(std::move(task), name.empty() ? "task" : std::move(name));
  }

  /// Runs a callable that blocks on a helper thread; see blocking.hpp.
  template <typename Function>
  Blocking<std::decay_t<Function>> blocking(Function&& function) const {
    check_thread();
#if defined(__GNUC__) && !defined(__clang__)
    static_assert(
        std::is_lvalue_reference_v<Function> || std::is_trivially_destructible_v<Function>,
        "GCC 12 destroys the captures of a lambda in a co_await expression twice; give "
        "the function a name and pass that");
#endif
    return {channel_, std::forward<Function>(function)};
  }

  /// For a thread that will wake this channel's coroutines by post or through Asio: as long as it
  /// keeps this, the channel does not take itself for stalled. A RemoteSender is one by itself.
  LoopHold hold() const {
    check_thread();
    return LoopHold(channel_->loop().door());
  }

  /// Reports that the channel is ready. Only for a channel that is ready before every contract it
  /// provides has its processor; otherwise it happens by itself.
  void ready() const {
    check_thread();
    channel_->report_ready();
  }

  /// Reports that the channel has failed, or cannot work for a while.
  void report_error(std::string_view reason) const {
    channel_->report(RIPPLE_STATUS_ERROR, RIPPLE_NO_INDEX, reason);
  }
  void report_interrupted(std::string_view reason) const {
    channel_->report(RIPPLE_STATUS_INTERRUPTED, RIPPLE_NO_INDEX, reason);
  }

  /// True when the channel has been asked to stop.
  bool is_stopping() const { return channel_->loop().is_stopping(); }

  /// For Asio's sockets and timers on the channel's own thread; NULL for an inline channel. What
  /// waits there is not ended by stop: close it when a wait of the SDK says so.
  boost::asio::io_context* io_context() const {
    if (channel_->io_context() != nullptr) channel_->loop().expect_outsiders();
    return channel_->io_context();
  }

 private:
  template <typename M>
  Result<Message> request_for(const M& method, const CallOptions& options) const {
    check_thread();
    using Contract = typename M::Contract;
    const ContractIndices& indices = channel_->indices<Contract>();
    std::string& payload = channel_->scratch();
    if constexpr (!std::is_empty_v<M>) append_as_json(payload, method);
    return request_message(*channel_, indices.contract, indices.methods[M::kMethod],
                           Contract::kMethods[M::kMethod], payload, options);
  }

  void check_thread() const {
#ifndef NDEBUG
    if (!channel_->may_answer()) {
      channel_->report_misuse(
          "a Node was used on a foreign thread; Node::post brings you to the channel's own");
    }
#endif
  }

  Result<void> emit_text(std::uint32_t contract, std::uint32_t method, std::string_view payload,
                         const Audience& audience) const {
    Json::Value context(Json::objectValue);
    if (!audience.app_id.empty()) context["app_id"] = audience.app_id;
    if (!audience.params.isNull()) context["params"] = audience.params;
    Message message(RIPPLE_EVENT);
    message.header().contract = contract;
    message.header().method = method;
    message.set_texts(payload, print_json(context));
    switch (channel_->send(std::move(message))) {
      case RIPPLE_OK:
        return {};
      case RIPPLE_FULL:
        return Error{ErrorCode::kOverloaded, "Main's queue is full; the event was not sent", {}};
      default:
        return Error{
            ErrorCode::kCancelled, "the channel is not running; the event was not sent", {}};
    }
  }

  ExtnChannelPointer channel_;
};

}  // namespace ripple
