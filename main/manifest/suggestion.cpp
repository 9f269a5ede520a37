#include "main/manifest/suggestion.hpp"

#include "ripple/nearest_name.hpp"

namespace ripple::manifest {

std::string suggestion(std::string_view word, std::span<const std::string_view> known) {
  const std::string_view nearest = nearest_name(word, known);
  const bool is_near = word.size() <= 100 && edit_distance(word, nearest) <= word.size() / 3 + 1;
  return nearest.empty() || !is_near ? "" : "; did you mean \"" + std::string(nearest) + "\"?";
}

std::string suggestion_or_all(std::string_view word, std::span<const std::string_view> known) {
  std::string text = suggestion(word, known);
  if (!text.empty()) return text;
  for (const std::string_view name : known) {
    text.append(text.empty() ? "; known: \"" : ", \"").append(name) += '"';
  }
  return text;
}

}  // namespace ripple::manifest
