/// A terminal whose two streams a test can read.
#pragma once

#include <sstream>
#include <string>

#include "main/cli/terminal.hpp"

namespace ripple::cli {

class CapturedTerminal {
 public:
  explicit CapturedTerminal(bool colour = false) : terminal_(out_, err_, colour) {}
  operator const Terminal&() const { return terminal_; }
  std::string out() const { return out_.str(); }
  std::string err() const { return err_.str(); }

 private:
  std::ostringstream out_, err_;
  Terminal terminal_;
};

}  // namespace ripple::cli
