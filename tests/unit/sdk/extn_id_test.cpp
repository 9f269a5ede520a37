#include "ripple/extn_id.hpp"

#include <gtest/gtest.h>

#include <string>
#include <unordered_set>

namespace ripple {
namespace {

TEST(ExtnId, PrintsWhatItParsed) {
  for (const std::string_view type : kExtnTypeNames) {
    for (const std::string_view extn_class : kExtnClassNames) {
      const std::string text =
          "ripple:" + std::string(type) + ":" + std::string(extn_class) + ":A_service-1.2";
      const auto id = ExtnId::parse(text);
      ASSERT_TRUE(id) << id.error().message;
      EXPECT_EQ(id->to_string(), text);
      EXPECT_EQ(*ExtnId::parse(id->to_string()), *id);
    }
  }
}

TEST(ExtnId, ReadsTypeAndClassInAnyCase) {
  const auto id = ExtnId::parse("ripple:Channel:DEVICE:Acme");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->to_string(), "ripple:channel:device:Acme");
  EXPECT_TRUE(id->is_device_channel());
  EXPECT_FALSE(id->is_launcher_channel());
}

TEST(ExtnId, RefusesAnythingButFourSegments) {
  for (const char* text : {"", "ripple", "ripple:channel:device", "ripple:channel:device:a:b"}) {
    const auto id = ExtnId::parse(text);
    ASSERT_FALSE(id) << text;
    EXPECT_EQ(id.error().code, ErrorCode::kBadManifest);
    EXPECT_NE(id.error().message.find("expected four segments"), std::string::npos);
  }
}

TEST(ExtnId, NamesTheNearestKnownWord) {
  EXPECT_NE(ExtnId::parse("ripple:chanel:device:a").error().message.find("\"channel\"?"),
            std::string::npos);
  EXPECT_NE(ExtnId::parse("ripple:channel:devcie:a").error().message.find("\"device\"?"),
            std::string::npos);
}

TEST(ExtnId, RefusesAServiceThatIsEmptyOrHasOtherCharacters) {
  EXPECT_FALSE(ExtnId::parse("ripple:channel:device:"));
  EXPECT_FALSE(ExtnId::parse("ripple:channel:device:a b"));
  EXPECT_FALSE(ExtnId::parse("ripple:channel:device:\xc3\xa4"));
}

TEST(ExtnId, IsAKeyOfHashedContainers) {
  std::unordered_set<ExtnId> ids = {ExtnId::main(), *ExtnId::parse("ripple:extn:jsonrpsee:a")};
  EXPECT_EQ(ids.count(*ExtnId::parse("ripple:main:internal:main")), 1U);
  EXPECT_EQ(ids.count(*ExtnId::parse("ripple:extn:jsonrpsee:b")), 0U);
}

}  // namespace
}  // namespace ripple
