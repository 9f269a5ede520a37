#include "translator/dictionary.hpp"

#include <fstream>

namespace translator {

using ripple::Error;
using ripple::ErrorCode;

ripple::Result<Dictionary> Dictionary::read(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) {
    return Error{ErrorCode::kNotSupported,
                 "no dictionary between these languages: expected the file " + file.string(),
                 {}};
  }
  Dictionary dictionary;
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    if (line.empty()) continue;
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Error{ErrorCode::kServiceFailure,
                   file.string() + ":" + std::to_string(number) +
                       ": expected WORD=TRANSLATION, found \"" + line + "\"",
                   {}};
    }
    dictionary.words_[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return dictionary;
}

std::string Dictionary::translate(std::string_view text) const {
  std::string translated;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" ,.;:!?"), text.size());
    const std::string_view word = text.substr(0, end);
    const auto found = words_.find(word);
    translated += found == words_.end() ? word : std::string_view(found->second);
    if (end < text.size()) translated += text[end];
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return translated;
}

}  // namespace translator
