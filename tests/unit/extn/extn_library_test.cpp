#include "main/extn/extn_library.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace ripple::extn {
namespace {

namespace fs = std::filesystem;

fs::path fixture(const std::string& name) { return fs::path(RIPPLE_FIXTURES) / (name + ".so"); }

/// The message for a fixture without its directory, or "none".
std::string error_of(const fs::path& path) {
  const Result<ExtnLibrary> library = ExtnLibrary::open(path);
  if (library) return "none";
  EXPECT_EQ(library.error().code, ErrorCode::kStartFailed);
  std::string text = library.error().message;
  const std::string directory = path.parent_path().string() + '/';
  for (auto at = text.find(directory); at != std::string::npos; at = text.find(directory)) {
    text.erase(at, directory.size());
  }
  return text;
}

TEST(ExtnLibrary, ReadsWhatALibraryDeclares) {
  const auto library = ExtnLibrary::open(fixture("good"));
  ASSERT_TRUE(library.has_value()) << library.error().message;
  EXPECT_EQ(library->name(), "fixture");
  EXPECT_EQ(library->abi_major(), std::uint32_t{RIPPLE_ABI_MAJOR});
  EXPECT_EQ(library->path(), fixture("good"));
  ASSERT_EQ(library->entries().size(), 1U);
  const ExtnMetadata& entry = library->entries()[0];
  EXPECT_EQ(entry.id.to_string(), "ripple:channel:device:fixture");
  EXPECT_EQ(entry.version, "1.2.3");
  EXPECT_EQ(entry.required_version, "1.0.0");
  EXPECT_EQ(entry.provides,
            (std::vector{RippleContract::kDeviceInfo, RippleContract::kLocalStorage}));
  EXPECT_EQ(entry.uses, std::vector{RippleContract::kConfig});
  EXPECT_FALSE(entry.is_inline);
  ASSERT_NE(entry.entry, nullptr);
  EXPECT_NE(entry.entry->builder, nullptr);
}

TEST(ExtnLibrary, IsUnloadedWithItsHandle) {
  const auto is_mapped = [] {
    std::ifstream maps("/proc/self/maps");
    const std::string text((std::istreambuf_iterator<char>(maps)), {});
    return text.find(fixture("other").string()) != std::string::npos;
  };
  {
    const auto library = ExtnLibrary::open(fixture("other"));
    ASSERT_TRUE(library.has_value());
    EXPECT_TRUE(is_mapped());
  }
  EXPECT_FALSE(is_mapped());
}

TEST(ExtnLibrary, IsAbsent) {
  EXPECT_EQ(error_of("/nowhere/libx.so"),
            "libx.so: no such file; expected an extension library there");
}

TEST(ExtnLibrary, IsADirectory) {
  EXPECT_NE(error_of(RIPPLE_FIXTURES).find("not a library: expected a file"), std::string::npos);
}

TEST(ExtnLibrary, IsNotALibrary) {
  const fs::path path = fs::path(RIPPLE_FIXTURES) / "text.so";
  std::ofstream(path) << "this is text, and more of it than the head of an ELF file needs to be.\n";
  EXPECT_EQ(error_of(path),
            "text.so: not a library that this machine can load: invalid ELF header");
}

TEST(ExtnLibrary, IsEmpty) {
  const fs::path path = fs::path(RIPPLE_FIXTURES) / "empty.so";
  std::ofstream(path).flush();
  EXPECT_EQ(error_of(path), "empty.so: not a library that this machine can load: file too short");
}

TEST(ExtnLibrary, NeedsASymbolThatNobodyHasAndIsBoundAtOnce) {
  EXPECT_EQ(error_of(fixture("needs_another")),
            "needs_another.so: not a library that this machine can load: undefined symbol: "
            "function_that_nobody_has");
}

TEST(ExtnLibrary, HasNoMetadataSymbol) {
  EXPECT_EQ(error_of(fixture("no_symbol")),
            "no_symbol.so: no symbol ripple_extn_library; an extension library exports it with "
            "RIPPLE_EXTN_LIBRARY");
}

TEST(ExtnLibrary, MayBeBuiltForAnOlderAbi) {
  const auto library = ExtnLibrary::open(fixture("older_abi_minor"));
  ASSERT_TRUE(library) << library.error().message;
}

TEST(ExtnLibrary, HasAnotherAbiAndBothVersionsAreNamed) {
  EXPECT_EQ(error_of(fixture("other_abi_major")),
            "other_abi_major.so: symbol ripple_extn_library: built for ABI 2.1, Main has ABI 1.1; "
            "rebuild it with the SDK of this Main");
  EXPECT_EQ(error_of(fixture("newer_abi_minor")),
            "newer_abi_minor.so: symbol ripple_extn_library: built for ABI 1.7, Main has ABI 1.1; "
            "update Main, or rebuild it with an older SDK");
}

TEST(ExtnLibrary, HasStructsThatAreTooShort) {
  EXPECT_NE(error_of(fixture("tiny_library")).find("says it has 4 bytes, too few to tell its ABI"),
            std::string::npos);
  EXPECT_NE(error_of(fixture("short_library")).find("says it has 16 bytes, expected at least"),
            std::string::npos);
  EXPECT_NE(
      error_of(fixture("short_entry")).find("an entry says it has 24 bytes, expected at least"),
      std::string::npos);
}

TEST(ExtnLibrary, OffersNoEntry) {
  for (const char* name : {"no_entry", "no_entry_function"}) {
    EXPECT_EQ(error_of(fixture(name)),
              std::string(name) + ".so: symbol ripple_extn_library: offers no entry");
  }
}

TEST(ExtnLibrary, HasAnEntryThatIsNull) {
  EXPECT_EQ(error_of(fixture("null_entry")), "null_entry.so: entry 1 of 2 is NULL");
}

TEST(ExtnLibrary, HasNoBuilder) {
  EXPECT_EQ(error_of(fixture("no_builder")),
            "no_builder.so: ripple:channel:device:fixture: builder missing: the entry has none");
  EXPECT_EQ(error_of(fixture("no_build")),
            "no_build.so: ripple:channel:device:fixture: builder missing: build() is NULL");
}

TEST(ExtnLibrary, HasABuilderOfAnUnknownKind) {
  EXPECT_EQ(error_of(fixture("unknown_kind")),
            "unknown_kind.so: ripple:channel:device:fixture: unknown kind of builder \"graphql\"; "
            "known: \"channel\", \"jsonrpc\"");
}

TEST(ExtnLibrary, HasAJsonRpcBuilderWithoutAnOpenRpcDocument) {
  EXPECT_NE(error_of(fixture("no_openrpc")).find("needs an OpenRPC document, found none"),
            std::string::npos);
  EXPECT_NE(error_of(fixture("bad_openrpc")).find("OpenRPC document: line 1, column "),
            std::string::npos);
}

TEST(ExtnLibrary, HasABadExtnId) {
  EXPECT_NE(error_of(fixture("bad_id")).find("did you mean \"device\"?"), std::string::npos);
}

TEST(ExtnLibrary, ProvidesAnUnknownContract) {
  const std::string error = error_of(fixture("unknown_contract"));
  EXPECT_TRUE(error.starts_with("unknown_contract.so: ripple:channel:device:fixture: provides: "));
  EXPECT_NE(error.find("\"device_info\""), std::string::npos) << error;
}

TEST(ExtnLibrary, IsBuiltForAnotherMajorVersionOfAContract) {
  EXPECT_NE(
      error_of(fixture("other_contract_version"))
          .find("built for version \"2.0.0\" of contract \"device_info\", Main has version 1."),
      std::string::npos);
}

TEST(ExtnLibrary, NamesAContractWithoutAVersion) {
  EXPECT_EQ(error_of(fixture("no_contract_version")), "none");
}

TEST(ExtnLibrary, NeedsALaterMain) {
  EXPECT_NE(error_of(fixture("newer_main")).find("needs Main 99.0.0 or later, this is Main "),
            std::string::npos);
}

}  // namespace
}  // namespace ripple::extn
