#include "main/iec/extn_table.hpp"

namespace ripple::iec {

ExtnTable::ExtnTable() { intern("ripple:main:internal:main"); }

ExtnIndex ExtnTable::intern(std::string_view id) {
  if (const auto found = indices_.find(id); found != indices_.end()) return found->second;
  const auto index = static_cast<ExtnIndex>(names_.size());
  names_.push_back(std::make_unique<const std::string>(id));
  indices_.emplace(*names_.back(), index);
  return index;
}

ExtnIndex ExtnTable::find(std::string_view id) const {
  const auto found = indices_.find(id);
  return found == indices_.end() ? kNoExtn : found->second;
}

std::string_view ExtnTable::name(ExtnIndex index) const {
  return index < names_.size() ? std::string_view(*names_[index]) : std::string_view();
}

}  // namespace ripple::iec
