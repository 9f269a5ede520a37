#include "generated_file.hpp"

#include <fstream>
#include <sstream>
#include <system_error>

namespace ripple::compiler {

void write_if_changed(const std::filesystem::path& path, const std::string& text,
                      Diagnostics& diagnostics) {
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  if (std::ifstream in(path, std::ios::binary); in) {
    std::stringstream present;
    present << in.rdbuf();
    if (present.str() == text) return;
  }
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) diagnostics.add(path.generic_string() + ": expected to write it, found no way to");
}

}  // namespace ripple::compiler
