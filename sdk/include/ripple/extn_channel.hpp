/// ExtnChannel: a running extension, between Main's C interface and the author's coroutines.
///
/// Authors hold it as Node; entry.hpp builds it. It turns messages into resumed coroutines and
/// answers, and owns everything that lives as long as the channel: its loop, its tasks, the
/// requests it has not answered, the replies it waits for.
#pragma once

#include <algorithm>
#include <atomic>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ripple/error_text.hpp"
#include "ripple/event_feed.hpp"
#include "ripple/helper_threads.hpp"
#include "ripple/host_proxy.hpp"
#include "ripple/json.hpp"
#include "ripple/loop.hpp"
#include "ripple/mailbox.hpp"
#include "ripple/message_queue.hpp"
#include "ripple/open_request.hpp"
#include "ripple/pending_replies.hpp"
#include "ripple/stall.hpp"
#include "ripple/stream_port.hpp"
#include "ripple/task_set.hpp"

namespace boost::asio {
class io_context;
}

namespace ripple {

/// What a channel is made of.
struct ExtnChannelParts {
  std::string id;
  Json::Value config;
  /// Names of the contracts whose processors have to be registered before the channel is ready.
  std::vector<std::string> provides;
  std::uint32_t mailbox_limit = 0;
  std::unique_ptr<Loop> loop;
  /// The loop's, when it has a thread of its own; NULL otherwise.
  boost::asio::io_context* io_context = nullptr;
  /// Nothing may run on another thread: a test's host wants it so.
  bool is_single_threaded = false;
  /// Of a "jsonrpc" builder: names by position.
  std::vector<std::string> rpc_methods;
};

/// Main's indices for one contract and its methods.
struct ContractIndices {
  std::uint32_t contract = RIPPLE_NO_INDEX;
  std::vector<std::uint32_t> methods;
};

/// Members are for the loop's thread unless marked. Reference counted: a Node or an Invocation may
/// outlive the channel's end, after which it does nothing.
class ExtnChannel final : private Loop::Source,
                          public Answerer,
                          public StreamCarrier,
                          private TaskSet::Observer {
 public:
  ExtnChannel(HostProxy host, ExtnChannelParts parts)
      : host_(host),
        parts_(std::move(parts)),
        mailbox_(parts_.mailbox_limit),
        tasks_(*parts_.loop, *this) {
    for (const std::string& contract : parts_.provides) {
      missing_.push_back(host_.contract_index(contract));
    }
    parts_.loop->set_busy_limit(busy_limit(parts_.config));
  }
  ExtnChannel(const ExtnChannel&) = delete;
  ExtnChannel& operator=(const ExtnChannel&) = delete;

  /// [main] Begins with this task. Errors: of an inline channel, what the task threw before it
  /// first waited.
  Result<void> start(Task<void> main_task) {
    started_ = true;
    for (Message& status : early_) host_.send(std::move(status));
    early_.clear();
    report_ready_if_complete();
    tasks_.spawn(std::move(main_task), kMainTask);
    parts_.loop->start(*this);
    if (start_failure_) return *start_failure_;
    begun_.store(true);
    return {};
  }

  /// [main] See ripple_channel::deliver.
  std::int32_t deliver(Message message) {
    Loop& own_loop = loop();
    if (parts_.io_context == nullptr && !own_loop.is_running() && mailbox_.is_empty() &&
        !stop_requested_) {
      if (message.kind() == RIPPLE_REQUEST && mailbox_.is_full()) return RIPPLE_FULL;
      own_loop.enter([&] { dispatch(std::move(message)); });
      return RIPPLE_OK;
    }
    const std::int32_t result = mailbox_.put(std::move(message));
    if (result == RIPPLE_OK && !(parts_.io_context == nullptr && own_loop.is_running())) {
      own_loop.wake();
    }
    return result;
  }

  /// [main] See ripple_channel::stop.
  void stop() {
    stop_requested_.store(true);
    if (parts_.io_context == nullptr)
      loop().run();
    else
      loop().wake();
  }

  /// [main] See ripple_channel::destroy. Nothing of the channel runs afterwards.
  void destroy() {
    if (begun_.load() && !finished_.load()) stop();
    loop().join();
    if (!finished_.load()) {
      end_everything();
      loop().finish([] {});
    }
    destroyed_.store(true);
  }

  /// [any]
  const std::string& id() const { return parts_.id; }
  const Json::Value& config() const { return parts_.config; }
  const std::vector<std::string>& rpc_methods() const { return parts_.rpc_methods; }
  boost::asio::io_context* io_context() const { return parts_.io_context; }

  Loop& loop() { return *parts_.loop; }
  TaskSet& tasks() { return tasks_; }
  JsonReader& reader() { return reader_; }

  /// Where what blocks runs; NULL when nothing may run on another thread.
  HelperThreads* helpers() {
    if (!helpers_ && !parts_.is_single_threaded) {
      helpers_ = std::make_unique<HelperThreads>(loop().door(), parts_.id);
    }
    return helpers_.get();
  }

  /// Names as Main's indices; RIPPLE_NO_INDEX when Main does not know the name, or is gone.
  std::uint32_t contract_index(std::string_view name) const {
    return is_destroyed() ? RIPPLE_NO_INDEX : host_.contract_index(name);
  }
  std::uint32_t method_index(std::uint32_t contract, std::string_view name) const {
    return is_destroyed() ? RIPPLE_NO_INDEX : host_.method_index(contract, name);
  }
  std::uint32_t extn_index(std::string_view id) const {
    return is_destroyed() ? RIPPLE_NO_INDEX : host_.extn_index(id);
  }

  std::uint32_t mailbox_limit() const { return mailbox_.limit(); }

  /// [any] True from the moment after which Main must not be called any more.
  bool is_destroyed() const { return destroyed_.load(std::memory_order_relaxed); }

  /// [any]
  std::int64_t now() const { return is_destroyed() ? 0 : parts_.loop->now(); }

  /// [any]
  void log(LogLevel level, std::string_view text) const {
    if (!is_destroyed()) host_.log(level, text);
  }

  /// [any] Runs `function` on the loop. False when the channel has ended.
  bool post(std::function<void()> function) {
    if (!loop().is_current()) loop().expect_outsiders();
    // The function may let go of the last that keeps the channel before this returns.
    const std::shared_ptr<LoopDoor> door = door_;
    if (!mailbox_.post(std::move(function))) return false;
    door->wake();
    return true;
  }

  /// RIPPLE_CLOSED before start and after the end.
  std::int32_t send(Message message) const {
    return !started_ || is_destroyed() ? RIPPLE_CLOSED : host_.send(std::move(message));
  }

  /// Main's indices of a contract that was compiled in; looked up once. `key` tells contracts
  /// apart.
  const ContractIndices& indices(std::size_t key, std::string_view contract,
                                 std::span<const std::string_view> methods) {
    if (key >= indices_.size()) indices_.resize(key + 1);
    std::unique_ptr<ContractIndices>& found = indices_[key];
    if (found) return *found;
    found = std::make_unique<ContractIndices>();
    found->contract = contract_index(contract);
    for (const std::string_view method : methods) {
      found->methods.push_back(method_index(found->contract, method));
    }
    return *found;
  }
  template <typename Contract>
  const ContractIndices& indices() {
    return indices(static_cast<std::size_t>(Contract::kContract), Contract::kName,
                   Contract::kMethods);
  }

  /// A processor for `contract` (Main's index) begins to take requests from the returned queue.
  MessageQueue& open_processor(std::uint32_t contract) {
    Processor& processor = processors_.try_emplace(contract, loop()).first->second;
    ++processor.streams;
    if (!processor.was_opened) {
      processor.was_opened = true;
      report(RIPPLE_STATUS_PROCESSOR, contract);
      std::erase(missing_, contract);
      report_ready_if_complete();
    }
    return processor.queue;
  }

  /// The last processor of a contract refuses what still waits for it.
  void close_processor(std::uint32_t contract) {
    const auto processor = processors_.find(contract);
    if (--processor->second.streams == 0) refuse_queued(processor->second);
  }

  /// The next request that waits in `queue`.
  std::optional<Message> take_request(MessageQueue& queue) {
    std::optional<Message> request = queue.pop();
    if (request) mailbox_.let_go();
    return request;
  }

  /// From now on the request has to be answered through the returned duty.
  AnswerDuty open_request(Message message) {
    std::shared_ptr<StreamPort> stream;
    if (message.header().flags & RIPPLE_FLAG_MORE) {
      const auto found = streams_.find(message.header().id);
      if (found != streams_.end()) stream = found->second;
    }
    auto* const request = new OpenRequest(*this, std::move(message), std::move(stream));
    open_requests_.push_back(*request);
    intrusive_ptr_add_ref(this);
    return AnswerDuty(*request);
  }

  /// One end of a streaming request. It keeps the channel, which it sends through.
  std::shared_ptr<StreamPort> make_stream_port(StreamPort::Side side,
                                               const ripple_message& request) {
    const boost::intrusive_ptr<ExtnChannel> channel(this);
    return {new StreamPort(loop(), *this, side, request),
            [channel](StreamPort* port) { delete port; }};
  }

  void carry(Message message) override { send(std::move(message)); }

  /// Answers a request that no handler sees.
  void refuse(const Message& request, const Error& error) {
    streams_.erase(request.header().id);
    std::string text;
    append_error(text, error);
    Message answer = answer_to(request, RIPPLE_ERROR);
    answer.header().code = static_cast<std::int32_t>(error.code);
    answer.set_texts(text);
    send(std::move(answer));
  }

  /// Sends a request whose answer goes to `target`. Returns the id, or why nothing was sent.
  Result<std::uint64_t> send_request(Message message, ReplyTarget& target) {
    const std::uint64_t id = replies_.add(target);
    message.header().id = id;
    const std::int32_t result = send(std::move(message));
    if (result == RIPPLE_OK) return id;
    replies_.take(id);
    if (result == RIPPLE_FULL) {
      return Error{ErrorCode::kOverloaded, "Main's queue is full; the request was not sent", {}};
    }
    if (result == RIPPLE_CLOSED) {
      return Error{ErrorCode::kCancelled, "Main is stopping; the request was not sent", {}};
    }
    return Error{ErrorCode::kInternal, "Main refused the request as malformed", {}};
  }

  /// Nobody waits for `id` any more. Main is told when the answer is still to come.
  void forget_reply(std::uint64_t id, bool tell_main) {
    if (replies_.take(id) == nullptr || !tell_main) return;
    Message cancel(RIPPLE_CANCEL);
    cancel.header().id = id;
    send(std::move(cancel));
  }

  /// Events of this kind go to `feed` until unsubscribe.
  void subscribe(std::uint32_t contract, std::uint32_t method, EventFeed& feed) {
    Subscription* subscription = find_subscription(contract, method);
    if (subscription == nullptr) {
      subscription =
          subscriptions_.emplace_back(std::make_unique<Subscription>(contract, method)).get();
    }
    const bool is_first = subscription->feeds().is_empty();
    subscription->feeds().push_back(feed);
    if (!is_first) return;
    Message message(RIPPLE_SUBSCRIBE);
    message.header().contract = contract;
    message.header().method = method;
    const auto id = send_request(std::move(message), *subscription);
    if (id)
      subscription->request_id = *id;
    else
      subscription->end(id.error());
  }

  void unsubscribe(std::uint32_t contract, std::uint32_t method, EventFeed& feed) {
    if (!feed.is_linked()) return;
    feed.unlink();
    Subscription* const subscription = find_subscription(contract, method);
    if (subscription == nullptr || !subscription->feeds().is_empty()) return;
    if (subscription->request_id != 0) replies_.take(std::exchange(subscription->request_id, 0));
    Message message(RIPPLE_UNSUBSCRIBE);
    message.header().contract = contract;
    message.header().method = method;
    send(std::move(message));
  }

  /// Platform contexts go to `feed`, beginning with the last one if there was any.
  void add_context_feed(EventFeed& feed) {
    context_feeds_.push_back(feed);
    if (last_context_) feed.put(last_context_->share());
  }

  /// Reports RIPPLE_STATUS_READY; once.
  void report_ready() {
    if (!std::exchange(ready_reported_, true)) report(RIPPLE_STATUS_READY, RIPPLE_NO_INDEX);
  }

  /// Reports _ERROR or _INTERRUPTED with a reason, or another status without.
  void report(ripple_status_code code, std::uint32_t contract, std::string_view reason = {}) {
    Message status(RIPPLE_STATUS);
    status.header().code = code;
    status.header().contract = contract;
    if (!reason.empty()) {
      std::string text;
      append_error(text, Error{ErrorCode::kInternal, std::string(reason), {}});
      status.set_texts(text);
    }
    if (!started_)
      early_.push_back(std::move(status));
    else
      send(std::move(status));
  }

  /// [any]
  bool may_answer() const override { return parts_.loop->is_current(); }

  void send_result(OpenRequest& request, std::string_view json) override {
    Message answer = answer_to(request.message(), RIPPLE_RESPONSE);
    answer.set_texts(json);
    send(std::move(answer));
  }

  void send_error(OpenRequest& request, const Error& error) override {
    refuse(request.message(), error);
  }

  /// [any]
  void release(OpenRequest& request) override {
    if (may_answer()) return release_here(request);
    // The request's own reference may be gone before post returns.
    const boost::intrusive_ptr<ExtnChannel> alive(this);
    if (!post([this, &request] { release_here(request); })) release_here(request);
  }

  /// [any]
  void report_misuse(const std::string& text) override {
    log(LogLevel::kError, "misuse of the SDK: " + text);
#ifndef NDEBUG
    std::fprintf(stderr, "%s: misuse of the SDK: %s\n", parts_.id.c_str(), text.c_str());
    std::abort();
#endif
  }

  bool is_stopping() const override { return parts_.loop->is_stopping(); }

  std::string& scratch() override {
    scratch_.clear();
    return scratch_;
  }

  friend void intrusive_ptr_add_ref(ExtnChannel* channel) {
    channel->references_.fetch_add(1, std::memory_order_relaxed);
  }
  friend void intrusive_ptr_release(ExtnChannel* channel) {
    if (channel->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete channel;
  }

 private:
  static constexpr const char* kMainTask = "";

  struct Processor {
    explicit Processor(Loop& loop) : queue(loop) {}
    MessageQueue queue;
    int streams = 0;
    bool was_opened = false;
  };

  ~ExtnChannel() = default;

  bool run_one() override {
    if (tasks_.reap()) return true;
    if (!std::exchange(main_has_run_, true)) {
      if (parts_.provides.empty() && !main_failed_) report_ready();
      return true;
    }
    if (stop_requested_.load() && !loop().is_stopping()) {
      begin_stop();
      return true;
    }
    if (std::optional<Message> message = mailbox_.take_message()) {
      dispatch(std::move(*message));
      return true;
    }
    if (const auto function = mailbox_.take_function()) {
      run_posted(function);
      return true;
    }
    if (loop().is_stopping() && !loop().has_ready() && !finished_.load()) finish();
    return false;
  }

  bool on_stall(bool is_first) override {
    if (!tasks_.all_wait()) return false;
    if (!is_first) return true;
    const std::string text = describe_stall(loop());
    log(LogLevel::kError, text);
    report(RIPPLE_STATUS_ERROR, RIPPLE_NO_INDEX, text);
    return true;
  }

  void on_busy(std::string_view what, std::int64_t nanoseconds) override {
    log(LogLevel::kWarning, std::string(what) + " kept the channel busy for " +
                                std::to_string(nanoseconds / 1'000'000) +
                                " ms without waiting; nothing else could run. Move what blocks "
                                "into co_await node.blocking(..)");
  }

  /// In nanoseconds: "busy_limit_ms" of the configuration, otherwise only debug builds have one.
  static std::int64_t busy_limit(const Json::Value& config) {
    if (config.isObject() && config["busy_limit_ms"].isUInt()) {
      return std::int64_t{config["busy_limit_ms"].asUInt()} * 1'000'000;
    }
#ifdef NDEBUG
    return 0;
#else
    return 100'000'000;
#endif
  }

  void run_posted(const std::function<void()>& function) {
    try {
      function();
    } catch (const std::exception& exception) {
      log(LogLevel::kError, std::string("a posted function threw: ") + exception.what());
    } catch (...) {
      log(LogLevel::kError, "a posted function threw something that is not a std::exception");
    }
  }

  void dispatch(Message message) {
    switch (message.kind()) {
      case RIPPLE_REQUEST:
        return accept_request(std::move(message));
      case RIPPLE_RESPONSE:
      case RIPPLE_ERROR: {
        const std::uint64_t id = message.header().id;
        const bool more = (message.header().flags & RIPPLE_FLAG_MORE) != 0;
        ReplyTarget* const target = more ? replies_.find(id) : replies_.take(id);
        if (target != nullptr) target->on_reply(std::move(message));
        return;
      }
      case RIPPLE_ITEM:
        if (StreamPort* const port = find_stream(message)) port->put(std::move(message));
        return;
      case RIPPLE_ITEMS_END:
        if (StreamPort* const port = find_stream(message)) port->end_incoming(std::nullopt);
        return;
      case RIPPLE_CREDIT:
        return accept_credit(message);
      case RIPPLE_EVENT:
        return spread_event(message);
      case RIPPLE_CONTEXT:
        last_context_.emplace(std::move(message));
        context_feeds_.for_each<EventFeed>(
            [this](EventFeed& feed) { feed.put(last_context_->share()); });
        return;
      case RIPPLE_CANCEL:
        return cancel(message.header().id);
      default:
        log(LogLevel::kWarning, "Main sent a message of a kind that a channel does not get");
    }
  }

  StreamPort* find_stream(const Message& message) const {
    const auto found = streams_.find(message.header().id);
    return found == streams_.end() ? nullptr : found->second.get();
  }

  void accept_credit(const Message& credit) {
    const auto count = static_cast<std::size_t>(std::max(credit.header().code, 0));
    if (credit.header().flags & RIPPLE_FLAG_MORE) {
      if (StreamPort* const port = find_stream(credit)) port->add_room(count);
    } else if (ReplyTarget* const target = replies_.find(credit.header().id)) {
      target->on_credit(count);
    }
  }

  void accept_request(Message message) {
    if (loop().is_stopping()) return refuse(message, stopped());
    const std::uint32_t contract = message.header().contract;
    auto processor = processors_.find(contract);
    if (processor == processors_.end()) {
      if (tasks_.is_empty() || !is_missing(contract)) return refuse(message, unserved());
      processor = processors_.try_emplace(contract, loop()).first;
    } else if (processor->second.streams == 0 &&
               (processor->second.was_opened || tasks_.is_empty())) {
      return refuse(message, unserved());
    }
    if (message.header().flags & RIPPLE_FLAG_MORE) {
      // Its items may come before anybody takes it.
      streams_.emplace(message.header().id,
                       make_stream_port(StreamPort::Side::kProvider, message.header()));
    }
    if (processor->second.queue.put(std::move(message))) mailbox_.hold();
  }

  bool is_missing(std::uint32_t contract) const {
    return std::find(missing_.begin(), missing_.end(), contract) != missing_.end();
  }

  void spread_event(const Message& message) {
    const ripple_message& header = message.header();
    Subscription* const subscription = find_subscription(header.contract, header.method);
    if (subscription == nullptr) return;
    subscription->feeds().for_each<EventFeed>([&](EventFeed& feed) {
      if (!feed.put(message.share()) && feed.dropped() == 1) {
        log(LogLevel::kWarning,
            "an event stream is read too slowly: it is full and its oldest events are dropped");
      }
    });
  }

  void cancel(std::uint64_t id) {
    const auto is_it = [id](const Message& message) { return message.header().id == id; };
    for (auto& [contract, processor] : processors_) {
      if (!processor.queue.remove_if(is_it)) continue;
      mailbox_.let_go();
      streams_.erase(id);
      return;
    }
    if (const auto stream = streams_.find(id); stream != streams_.end()) {
      stream->second->close({ErrorCode::kCancelled, "the caller has gone", {}});
    }
    open_requests_.for_each<OpenRequest>([&](OpenRequest& request) {
      if (is_it(request.message())) request.set_cancelled();
    });
  }

  void on_task_end(const std::string& name, std::exception_ptr exception) override {
    const bool is_main = name == kMainTask;
    if (exception && is_main)
      on_main_failure(describe(exception));
    else if (exception) {
      log(LogLevel::kError, "the task \"" + name + "\" threw: " + describe(exception));
    }
    if (!tasks_.is_empty() || loop().is_stopping()) return;
    for (auto& [contract, processor] : processors_) {
      if (processor.streams == 0) refuse_queued(processor);
    }
    if (is_main && !exception && !missing_.empty() && !ready_reported_) {
      report(RIPPLE_STATUS_ERROR, missing_.front(),
             "the main task ended before it served every contract that the entry provides");
    }
  }

  void on_unjoined_exception(const std::string& name, std::exception_ptr exception) override {
    log(LogLevel::kError, "the task \"" + name + "\" threw: " + describe(exception));
  }

  void on_main_failure(const std::string& text) {
    main_failed_ = true;
    if (parts_.io_context == nullptr && !begun_.load()) {
      start_failure_ = Error{ErrorCode::kStartFailed, text, {}};
    } else {
      report(RIPPLE_STATUS_ERROR, RIPPLE_NO_INDEX, text);
    }
  }

  static std::string describe(const std::exception_ptr& exception) {
    try {
      std::rethrow_exception(exception);
    } catch (const std::exception& known) {
      return known.what();
    } catch (...) {
      return "something that is not a std::exception";
    }
  }

  void begin_stop() {
    loop().stop_waits();
    for (auto& [contract, processor] : processors_) refuse_queued(processor);
  }

  void finish() {
    end_everything();
    finished_.store(true);
    loop().finish([this] { report(RIPPLE_STATUS_STOPPED, RIPPLE_NO_INDEX); });
  }

  // Destructors of the author's objects may still answer and emit; nothing else runs.
  void end_everything() {
    tasks_.destroy_all();
    if (helpers_) helpers_->stop();
    for (auto& [contract, processor] : processors_) refuse_queued(processor);
    // An invocation that another thread still holds is answered here; it is on its own afterwards.
    open_requests_.for_each<OpenRequest>([&](OpenRequest& request) {
      request.unlink();
      if (request.is_answered()) return;
      request.set_answered();
      send_error(request, stopped());
    });
    streams_.clear();
    mailbox_.close();
    while (std::optional<Message> message = mailbox_.take_message()) {
      if (message->kind() == RIPPLE_REQUEST) refuse(*message, stopped());
    }
    while (const auto function = mailbox_.take_function()) run_posted(function);
  }

  void refuse_queued(Processor& processor) {
    while (const std::optional<Message> message = take_request(processor.queue)) {
      refuse(*message, loop().is_stopping() ? stopped() : unserved());
    }
  }

  void release_here(OpenRequest& request) {
    if (request.stream()) {
      request.stream()->close({ErrorCode::kCancelled, "the request has been answered", {}});
      streams_.erase(request.message().header().id);
    }
    if (!request.is_answered() && !is_destroyed()) {
      request.set_answered();
      send_error(request, loop().is_stopping() ? stopped() : dropped());
    }
    delete &request;
    intrusive_ptr_release(this);
  }

  Error stopped() const {
    return {ErrorCode::kCancelled, parts_.id + " is stopping; the request was not served", {}};
  }
  Error unserved() const {
    return {ErrorCode::kNotAvailable, parts_.id + " has no processor for this contract", {}};
  }
  Error dropped() const {
    const bool is_unwinding = std::uncaught_exceptions() > 0;
    return {ErrorCode::kInternal,
            parts_.id + (is_unwinding ? " failed with an exception while it served the request"
                                      : " dropped the request without a reply"),
            {}};
  }

  static Message answer_to(const Message& request, ripple_message_kind kind) {
    Message answer(kind);
    answer.header().id = request.header().id;
    answer.header().target = request.header().origin;
    answer.header().contract = request.header().contract;
    answer.header().method = request.header().method;
    return answer;
  }

  Subscription* find_subscription(std::uint32_t contract, std::uint32_t method) {
    for (const auto& subscription : subscriptions_) {
      if (subscription->is_for(contract, method)) return subscription.get();
    }
    return nullptr;
  }

  void report_ready_if_complete() {
    if (missing_.empty() && !parts_.provides.empty()) report_ready();
  }

  const HostProxy host_;
  const ExtnChannelParts parts_;
  const std::shared_ptr<LoopDoor> door_ = parts_.loop->door();
  Mailbox mailbox_;
  PendingReplies replies_;
  JsonReader reader_;
  std::string scratch_;

  std::vector<std::unique_ptr<ContractIndices>> indices_;
  std::vector<std::uint32_t> missing_;
  std::map<std::uint32_t, Processor> processors_;
  LinkedList<InOpenRequests> open_requests_;
  std::unordered_map<std::uint64_t, std::shared_ptr<StreamPort>> streams_;
  std::vector<std::unique_ptr<Subscription>> subscriptions_;
  LinkedList<InFeeds> context_feeds_;
  std::optional<Message> last_context_;

  std::vector<Message> early_;
  std::optional<Error> start_failure_;
  std::unique_ptr<HelperThreads> helpers_;
  TaskSet tasks_;
  bool started_ = false;
  bool main_has_run_ = false;
  bool main_failed_ = false;
  bool ready_reported_ = false;
  std::atomic<bool> begun_ = false;
  std::atomic<bool> stop_requested_ = false;
  std::atomic<bool> finished_ = false;
  std::atomic<bool> destroyed_ = false;
  std::atomic<std::uint32_t> references_ = 0;
};

using ExtnChannelPointer = boost::intrusive_ptr<ExtnChannel>;

}  // namespace ripple
