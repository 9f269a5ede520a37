/// Dictionary: words of one language in another, from a file with a line "word=translation" each.
#pragma once

#include <filesystem>
#include <map>
#include <ripple/error.hpp>
#include <string>
#include <string_view>

namespace translator {

class Dictionary {
 public:
  /// Reads the whole file; blocks. Errors: kNotSupported when there is none, kServiceFailure with
  /// file and line for one that is no dictionary.
  static ripple::Result<Dictionary> read(const std::filesystem::path& file);

  /// Word for word; words that it does not know stay as they are, and so does what is between them.
  std::string translate(std::string_view text) const;

 private:
  std::map<std::string, std::string, std::less<>> words_;
};

}  // namespace translator
