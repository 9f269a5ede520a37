#include "device_thunder/display_facts.hpp"

#include <gtest/gtest.h>

#include "json_text.hpp"

namespace ripple::device_thunder {

using device::Resolution;

TEST(DisplayFacts, KnowTheResolutionsOfTelevision) {
  EXPECT_EQ(resolution_named("480i"), (Resolution{720, 480}));
  EXPECT_EQ(resolution_named("576p50"), (Resolution{720, 576}));
  EXPECT_EQ(resolution_named("720p"), (Resolution{1280, 720}));
  EXPECT_EQ(resolution_named("1080p24"), (Resolution{1920, 1080}));
  EXPECT_EQ(resolution_named("2160p60"), (Resolution{3840, 2160}));
  EXPECT_EQ(resolution_named("3840x2160p30"), (Resolution{3840, 2160}));
  for (const char* none : {"", "none", "900p", "1920x", "p60"}) {
    EXPECT_FALSE(resolution_named(none)) << none;
  }
}

TEST(DisplayFacts, HaveOnlyResolutionsOfFirebolt) {
  EXPECT_EQ(current_resolution_from(json(R"({"resolution":"720p","w":1920,"h":1080})")),
            (Resolution{1280, 720}));
  EXPECT_EQ(current_resolution_from(json(R"({"resolution":"","w":1920,"h":1080})")),
            (Resolution{1920, 1080}));
  EXPECT_FALSE(current_resolution_from(json(R"({"w":1024,"h":768})")));
  EXPECT_FALSE(current_resolution_from(json("null")));
  EXPECT_EQ(greatest_resolution_from(json(R"({"supportedResolutions":["480p","1080i","720p"]})")),
            (Resolution{1920, 1080}));
  EXPECT_FALSE(greatest_resolution_from(json(R"({"supportedResolutions":[]})")));
  EXPECT_FALSE(greatest_resolution_from(json(R"({"supportedResolutions":"none"})")));
}

TEST(DisplayFacts, SeeHdrFormatsInTheBits) {
  const auto formats = hdr_from(json(R"({"capabilities":19})"));
  ASSERT_TRUE(formats);
  EXPECT_TRUE(formats->hdr10 && formats->hlg && formats->hdr10_plus);
  EXPECT_FALSE(formats->dolby_vision);
  EXPECT_TRUE(hdr_from(json(R"({"capabilities":4})"))->dolby_vision);
  EXPECT_EQ(hdr_from(json("{}")).error().message,
            "org.rdk.DisplaySettings.getTVHDRCapabilities: expected the number capabilities, "
            "found {}");
}

TEST(DisplayFacts, SeeAudioProfilesInTheFormats) {
  const auto all = audio_from(json(
      R"({"supportedAudioFormat":["NONE","PCM","DOLBY AC3","DOLBY EAC3","DOLBY EAC3 ATMOS"]})"));
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->stereo && all->dolby_digital5_1 && all->dolby_digital5_1_plus);
  EXPECT_TRUE(all->dolby_atmos);
  const auto plain = audio_from(json(R"({"supportedAudioFormat":["PCM"]})"));
  ASSERT_TRUE(plain);
  EXPECT_TRUE(plain->stereo);
  EXPECT_FALSE(plain->dolby_digital5_1 || plain->dolby_digital5_1_plus || plain->dolby_atmos);
  EXPECT_FALSE(audio_from(json("[]")));
}

TEST(DisplayFacts, HaveAnHdcpVersionOnlyWhileADisplayIsConnected) {
  const auto used = hdcp_from(json(
      R"({"HDCPStatus":{"isConnected":true,"isHDCPEnabled":true,"currentHDCPVersion":"2.2"}})"));
  ASSERT_TRUE(used);
  EXPECT_TRUE(used->hdcp2_2);
  EXPECT_FALSE(used->hdcp1_4);
  const auto none = hdcp_from(json(
      R"({"HDCPStatus":{"isConnected":false,"isHDCPEnabled":false,"currentHDCPVersion":"1.4"}})"));
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->hdcp1_4 || none->hdcp2_2);
  EXPECT_FALSE(hdcp_from(json("{}")));
  EXPECT_TRUE(display_connected_from(json(R"({"HDCPStatus":{"isConnected":true}})")).value());
  EXPECT_FALSE(display_connected_from(json("null")));
}

}  // namespace ripple::device_thunder
