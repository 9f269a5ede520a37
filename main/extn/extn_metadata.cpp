#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "main/extn/extn_library.hpp"
#include "main/extn/semantic_version.hpp"
#include "ripple/contracts/registry.hpp"
#include "ripple/json.hpp"

namespace ripple::extn {
namespace {

// What the structs measured in ABI 1.0: a library may be older than Main, so members that came
// later may be absent.
constexpr std::size_t kEntrySize = offsetof(ripple_entry, builder) + sizeof(ripple_entry::builder);
constexpr std::size_t kBuilderSize = offsetof(ripple_builder, self) + sizeof(ripple_builder::self);

constexpr std::size_t kLongestName = 256;
constexpr std::size_t kLargestOpenRpc = 16 << 20;
constexpr std::size_t kMostContracts = 1024;

Error start_failed(const std::string& where, const std::string& sentence) {
  return Error{ErrorCode::kStartFailed, where + ": " + sentence, {}};
}

/// The text of a ripple_string, or nothing when it is no sensible text.
std::optional<std::string_view> text_of(ripple_string text, std::size_t longest = kLongestName) {
  if (text.size == 0) return std::string_view();
  if (text.data == nullptr || text.size > longest) return std::nullopt;
  return std::string_view(text.data, text.size);
}

Result<RippleContract> read_reference(const ripple_contract_reference& reference,
                                      const std::string& where) {
  const auto name = text_of(reference.name);
  const auto version = text_of(reference.version);
  if (!name || !version) return start_failed(where, "a contract's name or version is not a text");
  const Result<RippleContract> contract = parse_contract(*name);
  if (!contract) return start_failed(where, contract.error().message);
  const contracts::ContractInfo& known = contracts::registry()[static_cast<std::size_t>(*contract)];
  // Without a version it was compiled against no document: only the name counts.
  if (version->empty()) return *contract;
  const auto built_for = parse_version(*version);
  const auto here = parse_version(known.version);
  if (!built_for || !here || built_for->major != here->major) {
    return start_failed(where, "built for version \"" + std::string(*version) +
                                   "\" of contract \"" + std::string(known.name) +
                                   "\", Main has version " + std::string(known.version) +
                                   "; rebuild it with contracts of the same major version");
  }
  return *contract;
}

Result<std::vector<RippleContract>> read_references(const ripple_contract_reference* references,
                                                    std::size_t count, const char* list,
                                                    const std::string& where) {
  std::vector<RippleContract> contracts;
  if (count > kMostContracts || (count > 0 && references == nullptr)) {
    return start_failed(where, std::string("`") + list + "` names " + std::to_string(count) +
                                   " contracts without holding them");
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto contract = read_reference(references[i], where + ": " + list);
    if (!contract) return contract.error();
    contracts.push_back(*contract);
  }
  return contracts;
}

Result<void> check_required_version(std::string_view required, const std::string& where) {
  if (required.empty()) return {};
  const auto least = parse_version(required);
  if (!least) {
    return start_failed(where, "required_version: expected a version such as \"1.0.0\", found \"" +
                                   std::string(required) + '"');
  }
  if (*least > *parse_version(RIPPLE_VERSION)) {
    return start_failed(where, "needs Main " + std::string(required) +
                                   " or later, this is Main " RIPPLE_VERSION "; update Main");
  }
  return {};
}

Result<void> check_builder(const ripple_builder* builder, const std::string& where) {
  if (builder == nullptr) return start_failed(where, "builder missing: the entry has none");
  if (builder->struct_size < kBuilderSize) {
    return start_failed(where, "the builder says it has " + std::to_string(builder->struct_size) +
                                   " bytes, expected at least " + std::to_string(kBuilderSize));
  }
  if (builder->build == nullptr) return start_failed(where, "builder missing: build() is NULL");
  const std::string_view kind = text_of(builder->kind).value_or(std::string_view());
  if (kind == RIPPLE_BUILDER_CHANNEL) return {};
  if (kind != RIPPLE_BUILDER_JSONRPC) {
    return start_failed(where, "unknown kind of builder \"" + std::string(kind) +
                                   "\"; known: \"channel\", \"jsonrpc\"");
  }
  const auto openrpc = text_of(builder->openrpc, kLargestOpenRpc);
  if (!openrpc || openrpc->empty()) {
    return start_failed(where, "a \"jsonrpc\" builder needs an OpenRPC document, found none");
  }
  const Result<Json::Value> document = parse_json(*openrpc);
  if (!document) {
    return start_failed(where, "OpenRPC document: " + document.error().message);
  }
  if (!document->isObject() || !(*document)["methods"].isArray()) {
    return start_failed(where, "OpenRPC document: expected an object with an array \"methods\"");
  }
  return {};
}

}  // namespace

Result<ExtnMetadata> read_metadata(const ripple_entry& entry, const std::string& where) {
  if (entry.struct_size < kEntrySize) {
    return start_failed(where, "an entry says it has " + std::to_string(entry.struct_size) +
                                   " bytes, expected at least " + std::to_string(kEntrySize));
  }
  const auto id_text = text_of(entry.id);
  if (!id_text) return start_failed(where, "the id of an entry is not a text");
  Result<ExtnId> id = ExtnId::parse(*id_text);
  if (!id) return start_failed(where, id.error().message);

  const std::string entry_where = where + ": " + id->to_string();
  const auto version = text_of(entry.version);
  if (!version || !parse_version(*version)) {
    return start_failed(entry_where, "version: expected a version such as \"1.0.0\", found \"" +
                                         std::string(version.value_or("?")) + '"');
  }
  const auto required_version = text_of(entry.required_version);
  if (!required_version) return start_failed(entry_where, "required_version is not a text");
  if (auto checked = check_required_version(*required_version, entry_where); !checked) {
    return checked.error();
  }
  auto provides = read_references(entry.provides, entry.provides_count, "provides", entry_where);
  if (!provides) return provides.error();
  auto uses = read_references(entry.uses, entry.uses_count, "uses", entry_where);
  if (!uses) return uses.error();
  if (auto checked = check_builder(entry.builder, entry_where); !checked) return checked.error();

  return ExtnMetadata{std::move(*id),
                      std::string(*version),
                      std::string(*required_version),
                      std::move(*provides),
                      std::move(*uses),
                      (entry.flags & RIPPLE_ENTRY_INLINE) != 0,
                      &entry};
}

}  // namespace ripple::extn
