/// Entry: one symbol of a library (ExtnMetadataEntry): who it is, what it provides and uses, and
/// how it is built.
///
///     ripple::entry("ripple:channel:device:acme")
///         .version("1.2.0")
///         .provides<DeviceInfo>()
///         .uses<Config, LocalStorage>()
///         .channel(serve)
///
/// What runs is any callable that takes a Node and returns Task<void>. The callable itself is
/// called on Main's thread when the channel is built, and what it throws fails the build; its task
/// begins when the channel is started, on the channel's thread.
#pragma once

#include <json/json.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "ripple/abi.h"
#include "ripple/error.hpp"
#include "ripple/host_loop.hpp"
#include "ripple/json.hpp"
#include "ripple/node.hpp"
#include "ripple/task.hpp"
#include "ripple/thread_loop.hpp"

namespace ripple {

/// A host that has this ability runs every channel on its own thread, inline or not: tests do.
inline constexpr std::string_view kSingleThreadAbility = "ripple.host.single_thread/1";

/// What an entry runs.
using ChannelFunction = std::function<Task<void>(Node)>;

/// A handle: copies are the same entry. Complete it before it is handed to Main; it has to live as
/// long as Main may read it.
class Entry {
 public:
  explicit Entry(std::string id) : parts_(std::make_shared<Parts>()) { parts_->id = std::move(id); }

  /// Of the extension itself, semantic version.
  Entry& version(std::string text) {
    parts_->version = std::move(text);
    return *this;
  }

  /// The least version of Main that it works with.
  Entry& required_version(std::string text) {
    parts_->required_version = std::move(text);
    return *this;
  }

  /// Contracts that it promises to serve.
  template <typename... Contracts>
  requires(sizeof...(Contracts) > 0) Entry& provides() {
    (provides(Contracts::kName, Contracts::kVersion), ...);
    return *this;
  }
  Entry& provides(std::string_view contract, std::string_view contract_version) {
    parts_->provides.push_back({std::string(contract), std::string(contract_version)});
    return *this;
  }
  template <typename Contract>
  requires std::is_enum_v<Contract> Entry& provides(Contract contract,
                                                    std::string_view contract_version = {}) {
    return provides(to_string(contract), contract_version);
  }

  /// Contracts that it calls or whose events it wants; Main refuses what is not listed.
  template <typename... Contracts>
  requires(sizeof...(Contracts) > 0) Entry& uses() {
    (uses(Contracts::kName, Contracts::kVersion), ...);
    return *this;
  }
  Entry& uses(std::string_view contract, std::string_view contract_version) {
    parts_->uses.push_back({std::string(contract), std::string(contract_version)});
    return *this;
  }
  template <typename Contract>
  requires std::is_enum_v<Contract> Entry& uses(Contract contract,
                                                std::string_view contract_version = {}) {
    return uses(to_string(contract), contract_version);
  }

  /// A channel with a thread of its own: it may block without stalling anyone else.
  Entry& channel(ChannelFunction function) {
    parts_->kind = RIPPLE_BUILDER_CHANNEL;
    parts_->function = std::move(function);
    return *this;
  }

  /// A channel on Main's thread: the fastest, and it must never block.
  Entry& inline_channel(ChannelFunction function) {
    parts_->flags |= RIPPLE_ENTRY_INLINE;
    return channel(std::move(function));
  }

  /// Adds the methods of an OpenRPC document to the gateway; `function` serves them from
  /// Node::rpc_invocations.
  Entry& jsonrpc(std::string openrpc, ChannelFunction function) {
    parts_->kind = RIPPLE_BUILDER_JSONRPC;
    parts_->openrpc = std::move(openrpc);
    parts_->function = std::move(function);
    return *this;
  }

  /// The same on Main's thread.
  Entry& inline_jsonrpc(std::string openrpc, ChannelFunction function) {
    parts_->flags |= RIPPLE_ENTRY_INLINE;
    return jsonrpc(std::move(openrpc), std::move(function));
  }

  /// As Main reads it. Lives as long as the last copy of this entry.
  const ripple_entry* to_abi() const { return parts_->publish(); }
  operator const ripple_entry*() const { return to_abi(); }

 private:
  struct Reference {
    std::string name;
    std::string version;
  };

  struct Parts {
    std::string id;
    std::string version;
    std::string required_version;
    std::string kind;
    std::string openrpc;
    std::uint32_t flags = 0;
    std::vector<Reference> provides;
    std::vector<Reference> uses;
    ChannelFunction function;

    std::vector<ripple_contract_reference> abi_provides;
    std::vector<ripple_contract_reference> abi_uses;
    ripple_builder abi_builder{};
    ripple_entry abi_entry{};

    const ripple_entry* publish();
    static int32_t build(const ripple_builder* builder, const ripple_build_arguments* arguments,
                         ripple_channel** channel, ripple_failure* failure) noexcept;
    Result<ripple_channel*> build_channel(const ripple_build_arguments& arguments) const;
    Result<std::vector<std::string>> read_rpc_methods() const;
  };

  std::shared_ptr<Parts> parts_;
};

/// Begins an entry; `id` is its ExtnId.
inline Entry entry(std::string id) { return Entry(std::move(id)); }

namespace detail {

/// The C face of one channel; owned by Main between build and destroy.
struct ChannelHandle : ripple_channel {
  ChannelHandle(ExtnChannelPointer extn_channel, Task<void> task)
      : ripple_channel{sizeof(ripple_channel),   this,
                       &ChannelHandle::on_start, &ChannelHandle::on_deliver,
                       &ChannelHandle::on_stop,  &ChannelHandle::on_destroy},
        channel(std::move(extn_channel)),
        main_task(std::move(task)) {}

  static ChannelHandle& of(ripple_channel* handle) {
    return *static_cast<ChannelHandle*>(handle->self);
  }

  static void fail(ripple_failure* failure, std::string_view text) noexcept {
    if (failure == nullptr || failure->struct_size < sizeof(ripple_failure)) return;
    const std::size_t size = std::min(text.size(), sizeof failure->text - 1);
    std::memcpy(failure->text, text.data(), size);
    failure->text[size] = '\0';
  }

  static int32_t on_start(ripple_channel* handle, ripple_failure* failure) noexcept {
    ChannelHandle& self = of(handle);
    try {
      const Result<void> started = self.channel->start(std::move(self.main_task));
      if (started) return RIPPLE_OK;
      fail(failure, started.error().message);
    } catch (const std::exception& exception) {
      fail(failure, exception.what());
    }
    return RIPPLE_FAILED;
  }

  static int32_t on_deliver(ripple_channel* handle, const ripple_message* message) noexcept {
    const ExtnChannelPointer channel = of(handle).channel;
    return channel->deliver(Message::adopt(*message));
  }

  static void on_stop(ripple_channel* handle) noexcept {
    const ExtnChannelPointer channel = of(handle).channel;
    channel->stop();
  }

  static void on_destroy(ripple_channel* handle) noexcept {
    ChannelHandle* const self = &of(handle);
    self->channel->destroy();
    delete self;
  }

  ExtnChannelPointer channel;
  Task<void> main_task;
};

}  // namespace detail

inline const ripple_entry* Entry::Parts::publish() {
  const auto refer = [](const std::vector<Reference>& references) {
    std::vector<ripple_contract_reference> abi;
    for (const Reference& reference : references) {
      abi.push_back({ripple::to_abi(reference.name), ripple::to_abi(reference.version)});
    }
    return abi;
  };
  abi_provides = refer(provides);
  abi_uses = refer(uses);
  abi_builder = {sizeof(ripple_builder), ripple::to_abi(kind), ripple::to_abi(openrpc),
                 &Parts::build, this};
  abi_entry = {sizeof(ripple_entry),
               flags,
               ripple::to_abi(id),
               ripple::to_abi(version),
               ripple::to_abi(required_version),
               abi_provides.data(),
               abi_provides.size(),
               abi_uses.data(),
               abi_uses.size(),
               function ? &abi_builder : nullptr};
  return &abi_entry;
}

inline int32_t Entry::Parts::build(const ripple_builder* builder,
                                   const ripple_build_arguments* arguments,
                                   ripple_channel** channel, ripple_failure* failure) noexcept {
  try {
    const auto built = static_cast<const Parts*>(builder->self)->build_channel(*arguments);
    if (built) {
      *channel = *built;
      return RIPPLE_OK;
    }
    detail::ChannelHandle::fail(failure, built.error().message);
  } catch (const std::exception& exception) {
    detail::ChannelHandle::fail(failure, exception.what());
  } catch (...) {
    detail::ChannelHandle::fail(failure, "something that is not a std::exception was thrown");
  }
  return RIPPLE_FAILED;
}

inline Result<ripple_channel*> Entry::Parts::build_channel(
    const ripple_build_arguments& arguments) const {
  const HostProxy host(*arguments.host);
  ExtnChannelParts made;
  made.id = from_abi(arguments.extn_id);
  made.mailbox_limit = arguments.mailbox_limit;
  made.config = Json::Value(Json::objectValue);
  if (const std::string_view text = from_abi(arguments.config); !text.empty()) {
    auto config = parse_json(text);
    if (!config) return Error{ErrorCode::kBadManifest, "config: " + config.error().message, {}};
    if (!config->isObject()) {
      return Error{ErrorCode::kBadManifest,
                   "config: expected an object, found " + std::string(json_kind(*config)),
                   {}};
    }
    made.config = std::move(*config);
  }
  for (const Reference& contract : provides) made.provides.push_back(contract.name);
  if (kind == RIPPLE_BUILDER_JSONRPC) {
    auto methods = read_rpc_methods();
    if (!methods) return methods.error();
    made.rpc_methods = std::move(*methods);
    if (std::find(made.provides.begin(), made.provides.end(), "json_rpsee") ==
        made.provides.end()) {
      made.provides.emplace_back("json_rpsee");
    }
  }
  made.is_single_threaded = host.ability(kSingleThreadAbility) != nullptr;
  if ((flags & RIPPLE_ENTRY_INLINE) != 0 || made.is_single_threaded) {
    const void* const ability = host.ability(RIPPLE_HOST_LOOP);
    if (ability == nullptr) {
      return Error{ErrorCode::kStartFailed,
                   "an inline channel needs Main's ability \"" RIPPLE_HOST_LOOP "\"",
                   {}};
    }
    made.loop = std::make_unique<HostLoop>(host, *static_cast<const ripple_host_loop*>(ability));
  } else {
    auto loop = std::make_unique<ThreadLoop>(host, made.id.substr(made.id.rfind(':') + 1));
    made.io_context = &loop->io_context();
    made.loop = std::move(loop);
  }
  const ExtnChannelPointer channel(new ExtnChannel(host, std::move(made)));
  return new detail::ChannelHandle(channel, function(Node(channel)));
}

inline Result<std::vector<std::string>> Entry::Parts::read_rpc_methods() const {
  auto document = parse_json(openrpc);
  if (!document) {
    return Error{ErrorCode::kStartFailed, "OpenRPC document: " + document.error().message, {}};
  }
  std::vector<std::string> names;
  if (document->isObject() && (*document)["methods"].isArray()) {
    for (const Json::Value& method : (*document)["methods"]) {
      if (!method.isObject() || !method["name"].isString()) break;
      names.push_back(method["name"].asString());
    }
    if (names.size() == (*document)["methods"].size()) return names;
  }
  return Error{ErrorCode::kStartFailed,
               "OpenRPC document: expected \"methods\", an array of objects that each have a "
               "\"name\"",
               {}};
}

}  // namespace ripple
