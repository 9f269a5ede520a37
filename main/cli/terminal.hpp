/// Where a command writes: two streams, and whether colours are welcome.
///
///     Terminal terminal = Terminal::of_process();
///     terminal.out() << terminal.bold("CONTRACT") << '\n';
#pragma once

#include <ostream>
#include <string>
#include <string_view>

namespace ripple::cli {

/// The streams must outlive it.
class Terminal {
 public:
  Terminal(std::ostream& out, std::ostream& err, bool colour)
      : out_(out), err_(err), colour_(colour) {}
  /// std::cout and std::cerr; colours when stdout is a terminal and NO_COLOR is not set.
  static Terminal of_process();

  std::ostream& out() const { return out_; }
  std::ostream& err() const { return err_; }

  std::string bold(std::string_view text) const { return painted("1", text); }
  std::string dim(std::string_view text) const { return painted("2", text); }
  std::string green(std::string_view text) const { return painted("32", text); }
  std::string red(std::string_view text) const { return painted("31", text); }

  /// Writes "ripple: {text}" to err, and returns `exit_code`.
  int fail(int exit_code, std::string_view text) const;

 private:
  std::string painted(std::string_view code, std::string_view text) const;

  std::ostream& out_;
  std::ostream& err_;
  bool colour_;
};

}  // namespace ripple::cli
