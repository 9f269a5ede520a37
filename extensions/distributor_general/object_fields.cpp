#include "distributor_general/object_fields.hpp"

#include <algorithm>
#include <ripple/nearest_name.hpp>
#include <utility>

namespace ripple::distributor_general {

ObjectFields::ObjectFields(const Json::Value& object, std::string place)
    : object_(object), place_(std::move(place)) {
  if (!object_.isObject()) keep_below(unexpected_json("object", object_));
}

bool ObjectFields::has(std::string_view name) const {
  return object_.isObject() && object_.find(name.data(), name.data() + name.size()) != nullptr;
}

const Json::Value* ObjectFields::find(std::string_view name) {
  known_.push_back(name);
  if (!object_.isObject()) return nullptr;
  return object_.find(name.data(), name.data() + name.size());
}

std::string ObjectFields::place_of(std::string_view name) const {
  return place_ + '/' + std::string(name);
}

void ObjectFields::keep(const Result<void>& read) {
  if (!read && !error_) error_ = read.error();
}

void ObjectFields::keep_below(Error error) {
  if (error_) return;
  error.code = ErrorCode::kBadManifest;
  if (error.message.starts_with('#')) error.message.replace(0, 1, place_);
  error_ = std::move(error);
}

Result<void> ObjectFields::finish() {
  if (object_.isObject()) {
    for (const auto& name : object_.getMemberNames()) {
      if (std::ranges::find(known_, name) != known_.end()) continue;
      keep_below(Error{ErrorCode::kBadManifest,
                       "#: unknown member \"" + name + "\"; did you mean \"" +
                           std::string(nearest_name(name, known_)) + "\"?",
                       ""});
    }
  }
  if (error_) return *error_;
  return {};
}

}  // namespace ripple::distributor_general
