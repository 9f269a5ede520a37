/// Generated text, line by line.
///
///     Text out;
///     out.line("struct Wifi {");
///     out.line("  static constexpr int kAnswer = ", 42, ";");
#pragma once

#include <sstream>
#include <string>

namespace ripple::compiler {

class Text {
 public:
  template <typename... Parts>
  void line(const Parts&... parts) {
    (stream_ << ... << parts) << '\n';
  }

  [[nodiscard]] std::string str() const { return stream_.str(); }

 private:
  std::ostringstream stream_;
};

}  // namespace ripple::compiler
