/// Everything the contract documents say, for Main: who serves what, how it is validated.
///
///     const ContractInfo& storage = registry()[std::size_t(RippleContract::kLocalStorage)];
///     storage.methods[0].name;  // "local.storage.get"
///
/// All of it is constant data: no start-up cost, any thread, lives as long as the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ripple/contracts/ripple_contract.hpp>
#include <span>
#include <string_view>

namespace ripple::contracts {

enum class MethodKind : std::uint8_t { kCall, kEvent };

struct MethodInfo {
  /// "device.setName": the module in lower case, then camelCase. Unique over all contracts.
  std::string_view name;
  MethodKind kind;
  /// False: only extensions may call it; the gateway does not know it.
  bool for_apps;
  /// In the document's order, for params by position. Of an event: its context, without `listen`.
  std::span<const std::string_view> param_names;
  /// JSON Schema (draft-07) of the params object, complete in itself. Empty: the method declares no
  /// params. Members that are not declared are valid. An event's context is required to subscribe;
  /// clients leave it out when they unsubscribe.
  std::string_view params_schema;
  /// Of the result, or of the event's value.
  std::string_view result_schema;
  /// Firebolt capabilities ("xrn:firebolt:capability:device:name") by role. `provides` may be
  /// empty.
  std::span<const std::string_view> uses;
  std::span<const std::string_view> manages;
  std::string_view provides;
  /// Events: the member of params that carries the value on RPCv2 connections. Calls: empty.
  std::string_view rpcv2_field;
  /// Milliseconds; 0: the default of the platform.
  std::uint32_t timeout_ms;
  /// The provider answers with any number of results.
  bool result_stream;
  /// JSON Schema of what the caller streams beside its params; empty: it streams nothing.
  std::string_view item_schema;

  bool is_streaming() const { return result_stream || !item_schema.empty(); }
};

struct ContractInfo {
  RippleContract id;
  std::string_view name;
  std::string_view type;
  std::string_view version;
  /// The platform does not start without a provider.
  bool mandated;
  /// Any number of providers, addressed by ExtnId and never by the contract.
  bool plural;
  /// A method's position is its index in messages (ripple_message::method).
  std::span<const MethodInfo> methods;
  /// The whole document, as JSON text on one line.
  std::string_view document;
};

/// One entry for each RippleContract; the position is its value.
std::span<const ContractInfo> registry();

}  // namespace ripple::contracts
