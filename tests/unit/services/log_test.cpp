#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include "main/services/log_service.hpp"
#include "main/services/log_writer.hpp"
#include "ripple/json.hpp"
#include "spdlog/logger.h"

namespace ripple::services {
namespace {

Result<void> configure(LogService& log, std::string_view json) {
  return log.configure(*parse_json(json));
}

TEST(OakRowA5, ATextThatIsNotUtf8IsRefusedAndTheLogGoesOn) {
  LogService log(RIPPLE_LOG_OFF);
  for (const char* text : {"\xff", "a\xc3", "\xed\xa0\x80", "\xc0\xaf"}) {
    Json::Value arguments(Json::objectValue);
    arguments["text"] = text;
    const Result<Json::Value> logged = log.call(arguments);
    ASSERT_FALSE(logged);
    EXPECT_EQ(logged.error().code, ErrorCode::kInvalidParams);
  }
  EXPECT_EQ(*log.call(*parse_json(R"({"text":"gr\u00fc\u00df dich"})")), Json::Value(true));
}

TEST(OakRowA5, ATextIsWrittenAsItIs) {
  ::testing::internal::CaptureStderr();
  {
    LogService log(RIPPLE_LOG_INFO);
    log.call(*parse_json(R"({"text":"grüß dich {}"})"));
    log.flush();
  }
  const std::string written = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(written.find("info control: grüß dich {}\n"), std::string::npos) << written;
}

TEST(LogService, TellsItsLevelsWhenItIsAskedForNothingElse) {
  LogService log(RIPPLE_LOG_OFF);
  ASSERT_TRUE(configure(log, R"({"level":"error","modules":{"gateway":"debug"}})"));
  EXPECT_EQ(*log.call(Json::Value(Json::objectValue)),
            *parse_json(R"({"level":"error","modules":{"gateway":"debug"}})"));
}

TEST(LogService, KeepsALevelForEachModule) {
  ::testing::internal::CaptureStderr();
  {
    LogService log(RIPPLE_LOG_WARNING);
    ASSERT_TRUE(configure(log, R"({"level":"error","modules":{"iec":"debug","gateway":"off"}})"));
    EXPECT_TRUE(log.enabled(RIPPLE_LOG_DEBUG));
    EXPECT_FALSE(log.enabled(RIPPLE_LOG_TRACE));
    log.write("iec", RIPPLE_LOG_DEBUG, "routed");
    log.write("iec", RIPPLE_LOG_TRACE, "unheard 1");
    log.write("services", RIPPLE_LOG_WARNING, "unheard 2");
    log.write("services", RIPPLE_LOG_ERROR, "broken");
    log.write("gateway", RIPPLE_LOG_ERROR, "unheard 3");
    log.flush();
  }
  const std::string written = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(written.find("iec: routed"), std::string::npos) << written;
  EXPECT_NE(written.find("services: broken"), std::string::npos) << written;
  EXPECT_EQ(written.find("unheard"), std::string::npos) << written;
}

TEST(LogService, ChangesNothingWhenAConfigurationIsWrong) {
  LogService log(RIPPLE_LOG_WARNING);
  for (const auto& [wrong, pointer] :
       {std::pair{R"({"level":"debug","modules":{"iec":"loud"}})", "/modules/iec"},
        {R"({"modules":{"a":"debug"},"zoo":1})", "/zoo"},
        {R"({"level":1})", "/level"},
        {R"({"modules":1})", "/modules"},
        {R"([])", "expected"}}) {
    const Result<void> done = configure(log, wrong);
    ASSERT_FALSE(done) << wrong;
    EXPECT_EQ(done.error().code, ErrorCode::kInvalidParams);
    EXPECT_NE(done.error().message.find(pointer), std::string::npos) << done.error().message;
    EXPECT_FALSE(log.enabled(RIPPLE_LOG_INFO)) << wrong;
  }
}

TEST(LogService, ParsesEveryLevelAndNamesThemOtherwise) {
  std::int32_t expected = RIPPLE_LOG_TRACE;
  for (const char* level : {"trace", "debug", "info", "warning", "error", "off"}) {
    EXPECT_EQ(*parse_log_level(level), expected++);
  }
  EXPECT_EQ(parse_log_level("loud").error().message,
            "expected trace, debug, info, warning, error or off, found \"loud\"");
}

/// Both ends of a pipe.
struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends), 0); }
  ~Pipe() {
    ::close(ends[0]);
    if (ends[1] >= 0) ::close(ends[1]);
  }
  std::string read_to_the_end() {
    ::close(std::exchange(ends[1], -1));
    std::string text;
    char block[65536];
    for (ssize_t count; (count = ::read(ends[0], block, sizeof block)) > 0;) {
      text.append(block, static_cast<std::size_t>(count));
    }
    return text;
  }
  int ends[2] = {-1, -1};
};

TEST(LogWriter, WritesWhatWaitsBeforeItEnds) {
  Pipe pipe;
  {
    spdlog::logger logger("test", std::make_shared<LogWriter>(pipe.ends[1], 100));
    logger.set_pattern("%v");
    for (int i = 0; i < 10; ++i) logger.info("line {}", i);
  }
  const std::string text = pipe.read_to_the_end();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_EQ(text.substr(0, 14), "line 0\nline 1\n");
}

TEST(LogWriter, DropsTheOldestLinesWhenNobodyReadsAndSaysHowMany) {
  Pipe pipe;
  // The pipe is full: the writer's first write has to wait.
  ::fcntl(pipe.ends[1], F_SETFL, O_NONBLOCK);
  const std::string filler(4096, '.');
  while (::write(pipe.ends[1], filler.data(), filler.size()) > 0) {
  }
  while (::write(pipe.ends[1], ".", 1) > 0) {
  }
  std::string text;
  {
    const auto writer = std::make_shared<LogWriter>(pipe.ends[1], 5);
    spdlog::logger logger("test", writer);
    logger.set_pattern("%v");
    for (int i = 0; i < 1000; ++i) logger.info("line {}", i);
    // Somebody reads: the rest arrives.
    char block[65536];
    while (text.find("line 999\n") == std::string::npos) {
      pollfd ready{.fd = pipe.ends[0], .events = POLLIN, .revents = 0};
      ASSERT_EQ(::poll(&ready, 1, 10'000), 1);
      const ssize_t count = ::read(pipe.ends[0], block, sizeof block);
      ASSERT_GT(count, 0);
      text.append(block, static_cast<std::size_t>(count));
    }
  }
  EXPECT_NE(text.find("log lines were dropped)"), std::string::npos);
  EXPECT_NE(text.find("line 995\nline 996\nline 997\nline 998\nline 999\n"), std::string::npos);
}

}  // namespace
}  // namespace ripple::services
