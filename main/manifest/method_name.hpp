/// A method as the gateway knows it: the module in lower case, the rest as it is.
///
///     with_lower_module("Device.setName")   // "device.setName"
#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace ripple::manifest {

inline std::string with_lower_module(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), std::find(result.begin(), result.end(), '.'), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

}  // namespace ripple::manifest
