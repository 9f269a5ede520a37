#include "translator/translator_service.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <ripple/contracts/translator.hpp>
#include <ripple/testing.hpp>
#include <string>
#include <vector>

#include "translator/dictionary.hpp"

namespace translator {
namespace {

using ripple::ErrorCode;
using ripple::contracts::Translator;
using ripple::testing::Host;
using ripple::testing::Seeds;

class Translating : public ::testing::Test {
 protected:
  Translating() {
    std::string path = (std::filesystem::temp_directory_path() / "translator-XXXXXX").string();
    EXPECT_NE(mkdtemp(path.data()), nullptr);
    folder_ = path;
    write("en-fr.txt", "hello=bonjour\nworld=monde\n\n");
    write("en-de.txt", "hello\n");
  }
  ~Translating() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  Json::Value config() const {
    Json::Value value;
    value["dictionaries"] = folder_.string();
    return value;
  }
  static ripple::Entry made() {
    return ripple::entry("ripple:extn:distributor:translator")
        .provides<Translator>()
        .channel(serve_translator);
  }
  static Translator::translate to(const std::string& language, const std::string& text) {
    return {.text = text, .from = "en", .to = language};
  }

  std::filesystem::path folder_;
};

TEST_F(Translating, TranslatesWordForWordAndLeavesTheRest) {
  Host host;
  ASSERT_TRUE(host.load(made(), config()));
  EXPECT_EQ(*host.call(to("fr", "hello, big world!")), "bonjour, big monde!");
}

TEST_F(Translating, SaysWhichFileIsMissingOrWhichLineIsWrong) {
  Host host;
  ASSERT_TRUE(host.load(made(), config()));
  const auto missing = host.call(to("it", "hello"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotSupported);
  EXPECT_NE(missing.error().message.find("en-it.txt"), std::string::npos);
  const auto wrong = host.call(to("de", "hello"));
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("en-de.txt:1: expected WORD=TRANSLATION"),
            std::string::npos);
}

TEST_F(Translating, SaysWhatItsConfigLacks) {
  Host host;
  const auto loaded = host.load(made());
  const bool said = !loaded || host.has_status(RIPPLE_STATUS_ERROR);
  EXPECT_TRUE(said);
}

TEST_F(Translating, AnswersEachRequestOnceInEveryInterleaving) {
  const auto failing = Seeds(50).first_failing([this](std::uint64_t seed) {
    Host host({.seed = seed});
    EXPECT_TRUE(host.load(made(), config()));
    std::vector<ripple::testing::Answer<std::string>> answers;
    for (int i = 0; i < 20; ++i) answers.push_back(host.start_call(to("fr", "hello")));
    host.run_until_idle();
    for (const auto& answer : answers) {
      EXPECT_EQ(answer.count(), 1);
      EXPECT_EQ(answer.text(), "\"bonjour\"");
    }
    return !::testing::Test::HasFailure();
  });
  EXPECT_EQ(failing, std::nullopt);
}

}  // namespace
}  // namespace translator
