/// Params against the schema that a method declares, and by-position params made by-name.
///
///     Result<std::string> params = check.apply(R"(["device"])", 64);   // {"scope":"device"}
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ripple/error.hpp"

namespace ripple::services {

class ParamsCheck {
 public:
  /// No params declared: anything passes.
  ParamsCheck();
  /// `schema`: JSON text of the schema of the params object. It is compiled when it is first needed.
  ParamsCheck(std::string_view schema, std::vector<std::string> names);
  ParamsCheck(ParamsCheck&&) noexcept;
  ParamsCheck& operator=(ParamsCheck&&) noexcept;
  ~ParamsCheck();

  /// Nothing to check and nothing to convert for these params.
  bool passes_all(std::string_view params) const {
    return schema_.empty() && (params.empty() || params.front() == '{');
  }

  /// Params by name as JSON text; the text that came in when it is by name already. `params` may be
  /// empty. Error: kInvalidParams with the JSON pointer of the offending value in message and
  /// context ({"pointer":..}).
  Result<std::string> apply(std::string_view params) const;

 private:
  class Compiled;
  std::string_view schema_;
  std::vector<std::string> names_;
  mutable std::unique_ptr<Compiled> compiled_;
};

}  // namespace ripple::services
