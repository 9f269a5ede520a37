#include "device_linux/display.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "machine_fixture.hpp"

using ripple::device_linux::parse_edid;
using ripple::device_linux::read_display;
using ripple::device_linux::Resolution;

namespace {

std::string with_check_sum(std::string block) {
  block.resize(127, '\0');
  std::uint8_t sum = 0;
  for (const char c : block) sum = static_cast<std::uint8_t>(sum + static_cast<std::uint8_t>(c));
  block.push_back(static_cast<char>(-sum));
  return block;
}

std::string base_block() {
  return with_check_sum(std::string("\x00\xff\xff\xff\xff\xff\xff\x00", 8));
}

std::string cta_block(std::initializer_list<int> data, int flags = 0) {
  std::string block = {'\x02', '\x03', static_cast<char>(4 + data.size()),
                       static_cast<char>(flags)};
  for (const int value : data) block.push_back(static_cast<char>(value));
  return with_check_sum(block);
}

constexpr int audio_block(int size) { return (1 << 5) | size; }
constexpr int extended_block(int size) { return (7 << 5) | size; }

}  // namespace

TEST(Edid, TellsHdrFormats) {
  const auto abilities =
      parse_edid(base_block() + cta_block({extended_block(3), 6, 0x0c, 1,  // SMPTE ST 2084 and HLG
                                           extended_block(5), 1, 0x8b, 0x84, 0x90, 1,  // HDR10+
                                           extended_block(5), 1, 0x46, 0xd0, 0x00, 1}));
  ASSERT_TRUE(abilities);
  EXPECT_TRUE(abilities->hdr10);
  EXPECT_TRUE(abilities->hlg);
  EXPECT_TRUE(abilities->hdr10_plus);
  EXPECT_TRUE(abilities->dolby_vision);
  EXPECT_FALSE(abilities->stereo);
}

TEST(Edid, TellsAudioFormats) {
  const auto abilities =
      parse_edid(base_block() + cta_block({audio_block(9), 0x09, 7, 7,  // LPCM
                                           0x15, 7, 80,                 // AC-3
                                           0x57, 7, 0x01}));            // E-AC-3 with objects
  ASSERT_TRUE(abilities);
  EXPECT_TRUE(abilities->stereo);
  EXPECT_TRUE(abilities->dolby_digital);
  EXPECT_TRUE(abilities->dolby_digital_plus);
  EXPECT_TRUE(abilities->dolby_atmos);
  EXPECT_FALSE(abilities->hdr10);
}

TEST(Edid, TakesBasicAudioForStereo) {
  EXPECT_TRUE(parse_edid(base_block() + cta_block({}, 0x40))->stereo);
}

TEST(Edid, IsRefusedWhenItIsNotOne) {
  EXPECT_FALSE(parse_edid(""));
  EXPECT_FALSE(parse_edid(std::string(128, '\0')));
  auto damaged = base_block();
  damaged[40] = 'x';
  EXPECT_FALSE(parse_edid(damaged));
}

TEST(Edid, PassesOverAnExtensionWhoseBlocksRunPastItsEnd) {
  const auto abilities = parse_edid(base_block() + cta_block({extended_block(31), 6}));
  ASSERT_TRUE(abilities);
  EXPECT_FALSE(abilities->hdr10);
}

TEST(Display, IsTheFirstConnectedConnector) {
  MachineFixture machine;
  machine.write("sys/class/drm/card0/dev", "226:0\n");
  machine.write("sys/class/drm/card0-DP-1/status", "disconnected\n");
  machine.write("sys/class/drm/card0-HDMI-A-1/status", "connected\n");
  machine.write("sys/class/drm/card0-HDMI-A-1/modes", "1920x1080\n3840x2160\n1280x720\n720x480\n");
  machine.write("sys/class/drm/card0-HDMI-A-1/edid", base_block() + cta_block({}, 0x40));
  const auto display = read_display(machine.files());
  ASSERT_TRUE(display);
  EXPECT_EQ(display->screen, (Resolution{1920, 1080}));
  EXPECT_EQ(display->video, (Resolution{3840, 2160}));
  ASSERT_TRUE(display->abilities);
  EXPECT_TRUE(display->abilities->stereo);
}

TEST(Display, AnswersWithTheLargestResolutionOfFireboltThatFits) {
  MachineFixture machine;
  machine.write("sys/class/drm/card0-eDP-1/status", "connected\n");
  machine.write("sys/class/drm/card0-eDP-1/modes", "2560x1440\n1920x1080\n1920x1200\n1280x720\n");
  const auto display = read_display(machine.files());
  ASSERT_TRUE(display);
  EXPECT_EQ(display->screen, (Resolution{1920, 1080}));
  EXPECT_FALSE(display->abilities);
}

TEST(Display, IsAbsentOnAMachineWithoutOne) {
  MachineFixture machine;
  EXPECT_FALSE(read_display(machine.files()));
}
