/// InvocationStream: the requests to one contract, typed, one after another.
///
///     auto calls = node.invocations<DeviceInfo>();
///     while (auto call = co_await calls.next()) answer(std::move(*call));
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "ripple/extn_channel.hpp"
#include "ripple/invocation.hpp"

namespace ripple {

/// Takes the requests of one contract from its queue, through a decoder. Everything on the
/// channel's thread. Several streams and several waiters share the requests fairly. Destroying the
/// last stream of a contract refuses what still waits for it.
///
/// `Decoder` has a type Item and `bool decode(ExtnChannel&, Message, std::optional<Item>&)`, which
/// answers what it cannot decode and then returns false.
template <typename Decoder>
class [[nodiscard]] RequestStream {
 public:
  using Item = typename Decoder::Item;

  RequestStream(ExtnChannelPointer channel, std::uint32_t contract, Decoder decoder)
      : channel_(std::move(channel)),
        contract_(contract),
        decoder_(std::move(decoder)),
        queue_(&channel_->open_processor(contract)) {}
  RequestStream(RequestStream&& other) noexcept
      : channel_(std::move(other.channel_)),
        contract_(other.contract_),
        decoder_(std::move(other.decoder_)),
        queue_(other.queue_) {}
  RequestStream& operator=(RequestStream&&) = delete;
  ~RequestStream() {
    if (channel_) channel_->close_processor(contract_);
  }

  /// The next request, or nothing when the channel has been asked to stop. The stream must stay
  /// where it is while this waits.
  [[nodiscard]] auto next() { return Next(*this); }

 private:
  class Next final : public MessageWaiter {
   public:
    explicit Next(RequestStream& stream)
        : MessageWaiter("the next invocation"), stream_(stream), loop_(stream.channel_->loop()) {}

    bool await_ready() {
      while (std::optional<Message> message = stream_.channel_->take_request(*stream_.queue_)) {
        if (take(std::move(*message))) return true;
      }
      return loop_.ends_at_once_after_stop();
    }
    void await_suspend(std::coroutine_handle<> coroutine) {
      if (!loop_.is_stopping()) stream_.queue_->wait(*this, coroutine);
    }
    std::optional<Item> await_resume() { return std::move(item_); }

    bool take(Message message) override {
      return stream_.decoder_.decode(*stream_.channel_, std::move(message), item_);
    }

   private:
    RequestStream& stream_;
    Loop& loop_;
    std::optional<Item> item_;
  };

  ExtnChannelPointer channel_;
  std::uint32_t contract_;
  Decoder decoder_;
  MessageQueue* queue_;
};

/// Turns requests into the variant of a contract's invocations.
template <typename Contract>
class InvocationDecoder {
 public:
  using Item = typename Contract::Invocation;

  explicit InvocationDecoder(const ContractIndices& indices) {
    add_all(indices, static_cast<Item*>(nullptr));
  }

  bool decode(ExtnChannel& channel, Message message, std::optional<Item>& item) const {
    const std::uint32_t method = message.header().method;
    const Decode decode_method = method < methods_.size() ? methods_[method] : nullptr;
    if (decode_method != nullptr) return decode_method(channel, std::move(message), item);
    item.emplace(std::in_place_type<UnknownInvocation>, channel.open_request(std::move(message)),
                 Contract::kName);
    return true;
  }

 private:
  using Decode = bool (*)(ExtnChannel&, Message, std::optional<Item>&);

  template <typename... Alternatives>
  void add_all(const ContractIndices& indices, std::variant<Alternatives...>*) {
    (add(indices, static_cast<Alternatives*>(nullptr)), ...);
  }

  template <typename M>
  void add(const ContractIndices& indices, Invocation<M>*) {
    const std::uint32_t index = indices.methods[M::kMethod];
    if (index == RIPPLE_NO_INDEX) return;
    if (index >= methods_.size()) methods_.resize(index + 1, nullptr);
    methods_[index] = &decode_as<M>;
  }
  void add(const ContractIndices&, UnknownInvocation*) {}

  template <typename M>
  static bool decode_as(ExtnChannel& channel, Message message, std::optional<Item>& item) {
    M parameters{};
    if constexpr (!std::is_empty_v<M>) {
      if (auto read = read_parameters(channel, message.payload(), parameters); !read) {
        channel.refuse(message, Error{ErrorCode::kInvalidParams, read.error().message, {}});
        return false;
      }
    }
    item.emplace(std::in_place_type<Invocation<M>>, channel.open_request(std::move(message)),
                 std::move(parameters));
    return true;
  }

  template <typename M>
  static Result<void> read_parameters(ExtnChannel& channel, std::string_view text, M& parameters) {
    if (text.empty()) return from_json(Json::Value(Json::objectValue), parameters);
    auto json = channel.reader().parse(text);
    if (!json) return json.error();
    return from_json(*json, parameters);
  }

  std::vector<Decode> methods_;
};

template <typename Contract>
using InvocationStream = RequestStream<InvocationDecoder<Contract>>;

}  // namespace ripple
