#include "main/cli/terminal.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace ripple::cli {

Terminal Terminal::of_process() {
  const char* no_color = std::getenv("NO_COLOR");
  const bool wanted = no_color == nullptr || no_color[0] == '\0';
  return {std::cout, std::cerr, wanted && isatty(STDOUT_FILENO) == 1};
}

int Terminal::fail(int exit_code, std::string_view text) const {
  err_ << "ripple: " << text << '\n';
  return exit_code;
}

std::string Terminal::painted(std::string_view code, std::string_view text) const {
  if (!colour_ || text.empty()) return std::string(text);
  std::string painted = "\033[";
  return painted.append(code).append("m").append(text).append("\033[0m");
}

}  // namespace ripple::cli
