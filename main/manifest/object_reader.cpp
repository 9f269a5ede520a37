#include "main/manifest/object_reader.hpp"

#include <algorithm>
#include <utility>

#include "main/manifest/suggestion.hpp"

namespace ripple::manifest {

ObjectReader::ObjectReader(Field object, UnknownKeys unknown)
    : object_(std::move(object)), unknown_(unknown) {
  if (object_.present() && !object_.value().isObject()) object_.fail_expected("object");
}

ObjectReader::~ObjectReader() {
  if (!object_.value().isObject()) return;
  const std::vector<std::string_view> known(known_.begin(), known_.end());
  for (const auto& [name, field] : object_.members()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    if (unknown_ == UnknownKeys::kRefuse) {
      field.fail("unknown key" + suggestion_or_all(name, known));
    } else {
      field.warn("unknown key, ignored" + suggestion(name, known));
    }
  }
}

Field ObjectReader::operator[](std::string_view key) {
  known_.emplace_back(key);
  return object_[key];
}

}  // namespace ripple::manifest
