#include <dlfcn.h>
#include <gtest/gtest.h>
#include <ripple/abi.h>

#include <filesystem>
#include <ripple/contracts/rules.hpp>
#include <ripple/testing.hpp>
#include <string>

using ripple::testing::Host;

namespace {

/// A library as Main loads it.
class Library {
 public:
  explicit Library(const std::string& name)
      : path_(std::filesystem::path(RIPPLE_EXTENSIONS_DIR) / ("lib" + name + ".so")),
        handle_(::dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL)) {}
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() { close(); }

  const ripple_library* metadata() const {
    if (handle_ == nullptr) return nullptr;
    return static_cast<const ripple_library*>(::dlsym(handle_, RIPPLE_LIBRARY_SYMBOL));
  }
  void close() {
    if (handle_ != nullptr) ::dlclose(handle_);
    handle_ = nullptr;
  }
  bool is_mapped() const {
    void* const mapped = ::dlopen(path_.c_str(), RTLD_NOW | RTLD_NOLOAD);
    if (mapped != nullptr) ::dlclose(mapped);
    return mapped != nullptr;
  }

 private:
  std::filesystem::path path_;
  void* handle_;
};

std::string id_of(const ripple_entry& entry) { return {entry.id.data, entry.id.size}; }

class ShippedLibrary : public testing::TestWithParam<std::pair<const char*, const char*>> {};

}  // namespace

TEST_P(ShippedLibrary, OffersItsEntryAndCanBeUnloaded) {
  Library library(GetParam().first);
  const auto* const metadata = library.metadata();
  ASSERT_NE(metadata, nullptr) << ::dlerror();
  EXPECT_EQ(std::string(metadata->name.data, metadata->name.size), GetParam().first);
  ASSERT_EQ(metadata->entry_count, 1U);
  EXPECT_EQ(id_of(*metadata->entry(0)), GetParam().second);
  EXPECT_EQ(metadata->entry(1), nullptr);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  library.close();
  EXPECT_FALSE(library.is_mapped());
#endif
}

INSTANTIATE_TEST_SUITE_P(
    All, ShippedLibrary,
    testing::Values(std::pair("device_linux", "ripple:channel:device:linux"),
                    std::pair("device_thunder", "ripple:channel:device:thunder"),
                    std::pair("distributor_general", "ripple:channel:distributor:general"),
                    std::pair("example_rpc", "ripple:extn:jsonrpsee:example"),
                    std::pair("launcher", "ripple:channel:launcher:process"),
                    std::pair("rules", "ripple:channel:gateway:rules")),
    [](const auto& shipped) { return std::string(shipped.param.first); });

TEST(ExampleRpc, AnswersItsTwoMethods) {
  Library library("example_rpc");
  ASSERT_NE(library.metadata(), nullptr) << ::dlerror();
  {
    Host host;
    ASSERT_TRUE(host.load(library.metadata()->entry(0)));
    Json::Value params;
    params["text"] = "hello";
    EXPECT_EQ(host.start_call_rpc("example.echo", params).result().value(), "hello");
    Json::Value numbers;
    numbers["left"] = 2;
    numbers["right"] = 0.5;
    EXPECT_EQ(host.start_call_rpc("example.add", numbers).result().value(), 2.5);
  }
}

TEST(RulesLibrary, CarriesOutARuleAndIsNotBuiltWithAFaultyOne) {
  Library library("rules");
  ASSERT_NE(library.metadata(), nullptr) << ::dlerror();
  {
    using ripple::contracts::Rules;
    Host host;
    Json::Value config;
    Json::Value& rule = config["rule_set"]["rules"]["device.color"];
    rule["alias"] = "static";
    rule["transform"]["response"] = "\"red\"";
    ASSERT_TRUE(host.load(library.metadata()->entry(0), config));
    const Rules::call call{.method = "device.color"};
    EXPECT_EQ(host.call(call).value(), "red");
    rule["transform"]["response"] = "\"red";
    const auto faulty = host.load(library.metadata()->entry(0), config);
    ASSERT_FALSE(faulty);
    EXPECT_EQ(faulty.error().message,
              "rule device.color: transform response: position 1: a string has no end");
  }
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  library.close();
  EXPECT_FALSE(library.is_mapped());
#endif
}
