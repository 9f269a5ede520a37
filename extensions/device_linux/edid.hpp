/// What a display says about itself over its cable (VESA E-EDID 1.4 with CTA-861 extensions).
///
///     if (auto display = parse_edid(bytes)) show(display->hdr10);
#pragma once

#include <optional>
#include <string_view>

namespace ripple::device_linux {

struct DisplayAbilities {
  bool hdr10 = false;
  bool hdr10_plus = false;
  bool dolby_vision = false;
  bool hlg = false;

  bool stereo = false;
  bool dolby_digital = false;
  bool dolby_digital_plus = false;
  bool dolby_atmos = false;
};

/// Empty optional when `bytes` is not an EDID or its first block is damaged. Extension blocks with
/// a wrong check sum are passed over.
std::optional<DisplayAbilities> parse_edid(std::string_view bytes);

}  // namespace ripple::device_linux
