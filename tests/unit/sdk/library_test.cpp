// What RIPPLE_EXTN_LIBRARY exports, as Main reads it.

#include "ripple/library.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <variant>

#include "ripple/contracts/device_info.hpp"
#include "ripple/contracts/local_storage.hpp"
#include "ripple/sdk.hpp"

using ripple::contracts::DeviceInfo;
using ripple::contracts::LocalStorage;

namespace {

ripple::Task<void> serve(ripple::Node node) {
  auto calls = node.invocations<DeviceInfo>();
  while (auto call = co_await calls.next()) {
    std::visit(ripple::overloaded{
                   [](DeviceInfo::Make& c) { c.reply("Acme"); },
                   [](DeviceInfo::Model& c) { c.reply("Lightbar 3"); },
                   [](auto& c) { c.reply_unsupported(); },
               },
               *call);
  }
}

}  // namespace

RIPPLE_EXTN_LIBRARY(
    ripple::entry("ripple:channel:device:acme")
        .version("1.2.0")
        .required_version("1.0.0")
        .provides<DeviceInfo>()
        .uses<LocalStorage>()
        .uses(ripple::RippleContract::kConfig)
        .channel(serve),
    ripple::entry("ripple:extn:jsonrpsee:acme").inline_jsonrpc(R"({"methods":[]})", serve),
    ripple::entry("ripple:channel:device:unfinished"))

namespace ripple {
namespace {

TEST(Library, TellsItsVersionNameAndEntries) {
  EXPECT_EQ(ripple_extn_library.struct_size, sizeof(ripple_library));
  EXPECT_EQ(ripple_extn_library.abi_major, static_cast<std::uint32_t>(RIPPLE_ABI_MAJOR));
  EXPECT_EQ(ripple_extn_library.entry_count, 3U);
  EXPECT_EQ(from_abi(ripple_extn_library.name), "extension");
  EXPECT_EQ(ripple_extn_library.entry(3), nullptr);
}

TEST(Library, DescribesAnEntry) {
  const ripple_entry* const entry = ripple_extn_library.entry(0);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(from_abi(entry->id), "ripple:channel:device:acme");
  EXPECT_EQ(from_abi(entry->version), "1.2.0");
  EXPECT_EQ(from_abi(entry->required_version), "1.0.0");
  EXPECT_EQ(entry->flags & RIPPLE_ENTRY_INLINE, 0U);
  ASSERT_EQ(entry->provides_count, 1U);
  EXPECT_EQ(from_abi(entry->provides[0].name), "device_info");
  EXPECT_EQ(from_abi(entry->provides[0].version), "1.0.0");
  ASSERT_EQ(entry->uses_count, 2U);
  EXPECT_EQ(from_abi(entry->uses[0].name), "local.storage");
  EXPECT_EQ(from_abi(entry->uses[1].name), "config");
  EXPECT_EQ(from_abi(entry->builder->kind), RIPPLE_BUILDER_CHANNEL);
}

TEST(Library, DescribesAJsonRpcEntry) {
  const ripple_entry* const entry = ripple_extn_library.entry(1);
  EXPECT_EQ(entry->flags & RIPPLE_ENTRY_INLINE, static_cast<std::uint32_t>(RIPPLE_ENTRY_INLINE));
  EXPECT_EQ(from_abi(entry->builder->kind), RIPPLE_BUILDER_JSONRPC);
  EXPECT_EQ(from_abi(entry->builder->openrpc), R"({"methods":[]})");
}

TEST(Library, HasNoBuilderForAnEntryThatRunsNothing) {
  EXPECT_EQ(ripple_extn_library.entry(2)->builder, nullptr);
}

TEST(Library, GivesTheSameEntryEachTime) {
  EXPECT_EQ(ripple_extn_library.entry(0), ripple_extn_library.entry(0));
}

}  // namespace
}  // namespace ripple
