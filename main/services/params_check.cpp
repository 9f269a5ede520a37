#include "main/services/params_check.hpp"

#include <valijson/adapters/jsoncpp_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <optional>

#include "ripple/json.hpp"

namespace ripple::services {
namespace {

// One step of a JSON pointer.
std::string escaped(std::string_view name) {
  std::string step;
  for (const char c : name) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

// valijson names a place as ["<root>", "[\"options\"]", "[3]"].
std::string pointer_of(const std::vector<std::string>& context) {
  std::string pointer;
  for (const std::string& step : context) {
    if (step.size() < 2 || step.front() != '[') continue;
    std::string name = step.substr(1, step.size() - 2);
    if (name.size() >= 2 && name.front() == '"') name = name.substr(1, name.size() - 2);
    pointer += '/' + escaped(name);
  }
  return pointer;
}

// std::regex, which valijson uses, recurses for each character: a long text overflows the stack.
constexpr std::size_t kLongestMatchedText = 2048;

// The pointer of the first text, or of the object with the first member name, that is too long.
std::optional<std::string> too_long_to_match(const Json::Value& value, const std::string& pointer) {
  if (value.isString()) {
    const char* begin = nullptr;
    const char* end = nullptr;
    value.getString(&begin, &end);
    if (static_cast<std::size_t>(end - begin) > kLongestMatchedText) return pointer;
  } else if (value.isArray()) {
    for (Json::ArrayIndex i = 0; i < value.size(); ++i) {
      if (auto found = too_long_to_match(value[i], pointer + "/" + std::to_string(i))) return found;
    }
  } else if (value.isObject()) {
    for (auto member = value.begin(); member != value.end(); ++member) {
      const std::string name = member.name();
      if (name.size() > kLongestMatchedText) return pointer;
      if (auto found = too_long_to_match(*member, pointer + "/" + escaped(name))) return found;
    }
  }
  return std::nullopt;
}

Error invalid(const std::string& pointer, const std::string& reason) {
  Json::Value context(Json::objectValue);
  context["pointer"] = pointer;
  return {ErrorCode::kInvalidParams, "params" + (pointer.empty() ? "" : " at " + pointer) + ": " + reason,
          print_json(context)};
}

}  // namespace

class ParamsCheck::Compiled {
 public:
  explicit Compiled(std::string_view schema)
      : matches_text_(schema.find("\"pattern") != std::string_view::npos ||
                      schema.find("\"format\"") != std::string_view::npos) {
    // The text comes from the contract compiler, or was read once from an extension's document.
    document_ = *parse_json(schema);
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::JsonCppAdapter(document_), schema_);
  }

  Result<void> validate(const Json::Value& params) const {
    if (matches_text_) {
      if (const auto pointer = too_long_to_match(params, "")) {
        return invalid(*pointer, "expected texts and names of at most " +
                                     std::to_string(kLongestMatchedText) + " bytes");
      }
    }
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    if (validator.validate(schema_, valijson::adapters::JsonCppAdapter(params), &results)) return {};
    valijson::ValidationResults::Error error, deepest;
    while (results.popError(error)) {
      if (error.context.size() > deepest.context.size()) deepest = error;
    }
    return invalid(pointer_of(deepest.context), deepest.description);
  }

 private:
  bool matches_text_;
  Json::Value document_;
  valijson::Schema schema_;
};

ParamsCheck::ParamsCheck() = default;
ParamsCheck::ParamsCheck(std::string_view schema, std::vector<std::string> names)
    : schema_(schema), names_(std::move(names)) {}
ParamsCheck::ParamsCheck(ParamsCheck&&) noexcept = default;
ParamsCheck& ParamsCheck::operator=(ParamsCheck&&) noexcept = default;
ParamsCheck::~ParamsCheck() = default;

Result<std::string> ParamsCheck::apply(std::string_view params) const {
  Result<Json::Value> value = parse_json(params.empty() ? "{}" : params);
  if (!value) return invalid("", value.error().message);
  bool converted = params.empty();
  // `discovery.watched` and its like send an array of objects: left alone when nothing is declared.
  if (value->isArray() && !(schema_.empty() && !value->empty())) {
    if (value->size() > names_.size()) {
      return invalid("/" + std::to_string(names_.size()),
                     "expected at most " + std::to_string(names_.size()) + " params, found " +
                         std::to_string(value->size()));
    }
    Json::Value by_name(Json::objectValue);
    for (Json::ArrayIndex i = 0; i < value->size(); ++i) by_name[names_[i]] = (*value)[i];
    *value = std::move(by_name);
    converted = true;
  }
  if (!schema_.empty()) {
    try {
      if (!compiled_) compiled_ = std::make_unique<Compiled>(schema_);
      if (Result<void> valid = compiled_->validate(*value); !valid) return valid.error();
    } catch (const std::exception& thrown) {
      return Error{ErrorCode::kInternal,
                   std::string("the schema of the params cannot be used: ") + thrown.what(), {}};
    }
  }
  return converted ? print_json(*value) : std::string(params);
}

}  // namespace ripple::services
