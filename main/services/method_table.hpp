/// Every method and event that the gateway knows: from the contract documents, from the builders of
/// JSON-RPC extensions, and the gateway's own.
///
///     MethodTable methods;
///     methods.add_contracts();
///     const MethodRecord* record = methods.find("Device.name");   // the module in any case
///
/// Filled by bootstrap, constant once the gateway listens.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "main/iec/extn_table.hpp"
#include "main/services/params_check.hpp"
#include "ripple/contracts/registry.hpp"
#include "ripple/error.hpp"

namespace ripple::services {

/// Who carries a method out.
enum class Destination : std::uint8_t {
  kChannel,   ///< a channel, through the router
  kDiscover,  ///< the gateway: rpc.discover
  kLookup,    ///< the gateway: lookup.get
};

struct MethodRecord {
  std::string name;         ///< "device.name", the module in lower case
  std::uint32_t ordinal = 0;///< position in the table
  contracts::MethodKind kind = contracts::MethodKind::kCall;
  Destination destination = Destination::kChannel;
  bool for_apps = true;
  bool streams = false;  ///< results, or items of the caller
  std::uint32_t contract = RIPPLE_NO_INDEX, method = RIPPLE_NO_INDEX;
  iec::ExtnIndex target = iec::kNoExtn;  ///< set for methods of JSON-RPC extensions
  std::vector<std::string> uses, manages, provides;  ///< capabilities it needs
  std::string rpcv2_field;                           ///< events: the member of `params`
  /// What its rule is asked for, "device.name"; with "device.*" the method as the client has it.
  std::string rule{};
  bool is_wildcard() const { return rule.ends_with(".*"); }
  std::int64_t timeout_ns = 0;                       ///< 0: the platform's default
  ParamsCheck params;
};

class MethodTable {
 public:
  MethodTable();

  /// All methods of the compiled-in contract documents.
  void add_contracts();

  /// The methods of an OpenRPC document that a JSON-RPC extension offers; requests go to `target`,
  /// method index = position in the document. Errors (kStartFailed): not an OpenRPC document, a name
  /// that is taken; with JSON pointer.
  Result<void> add_document(std::string_view openrpc, iec::ExtnIndex target);

  /// These rules, as "device.name" or "device.*", carry their methods and events out, through the
  /// contract `rules`: known ones keep their capabilities and the schema of their params; others are
  /// added, without either. After all documents.
  void add_rules(const std::vector<std::string>& rules);

  /// `alias` means `method` from now on. Error (kBadManifest): unknown method, or taken alias.
  Result<void> add_alias(const std::string& alias, const std::string& method);
  /// Requests for `method` are carried out as `other`, after the policy has decided about `method`.
  Result<void> add_override(const std::string& method, const std::string& other);

  /// nullptr when unknown. Methods for extensions only are not found.
  const MethodRecord* find(std::string_view name) const;
  /// `record`, or what overrides it.
  const MethodRecord& carried_out_by(const MethodRecord& record) const;
  /// The event of a contract; nullptr when there is none.
  const MethodRecord* find_event(std::uint32_t contract, std::uint32_t method) const;
  /// The known name that is nearest to an unknown one.
  std::string nearest(std::string_view name) const;

  std::size_t size() const { return records_.size(); }
  const MethodRecord& operator[](std::size_t ordinal) const { return *records_[ordinal]; }

  /// The OpenRPC document of the whole gateway, as `rpc.discover` answers it.
  std::string discover() const;

 private:
  MethodRecord& add(MethodRecord record);
  void add_rule(const std::string& rule);
  void add_wildcard_rule(const std::string& rule);

  std::vector<std::unique_ptr<MethodRecord>> records_;
  std::unordered_map<std::string_view, const MethodRecord*> by_name_;
  std::unordered_map<std::uint64_t, const MethodRecord*> events_;
  std::unordered_map<const MethodRecord*, const MethodRecord*> overrides_;
  std::unordered_map<std::string, const MethodRecord*> wildcards_;  // by module, of rules
  std::vector<std::unique_ptr<std::string>> alias_names_;
  std::vector<std::unique_ptr<std::string>> schemas_;  // of JSON-RPC extensions
  std::vector<std::string> documents_;                 // of JSON-RPC extensions
};

}  // namespace ripple::services
