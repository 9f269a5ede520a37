#include "distributor_general/distributor_data.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <ripple/json.hpp>
#include <utility>

#include "distributor_general/object_fields.hpp"
#include "distributor_general/privacy_choices.hpp"

namespace ripple::distributor_general {
namespace {

Error wrong(const std::string& place, const std::string& expected, const std::string& found) {
  return {ErrorCode::kBadManifest, place + ": expected " + expected + ", found \"" + found + "\"",
          ""};
}

/// Reads the member `name` with `read(ObjectFields&)`, if it is there.
template <typename Read>
void read_object(ObjectFields& parent, std::string_view name, Read&& read) {
  const auto* const member = parent.find(name);
  if (member == nullptr) return;
  ObjectFields fields(*member, parent.place_of(name));
  read(fields);
  parent.keep(fields.finish());
}

void read_account(ObjectFields& fields, AccountData& account) {
  account.id = fields.optional<std::string>("id");
  account.device_id = fields.optional<std::string>("device_id");
  account.session_id = fields.optional<std::string>("session_id");
  account.uids = fields.optional<std::map<std::string, std::string>>("uids").value_or(account.uids);
}

void read_token(ObjectFields& parent, std::string_view name, std::optional<Token>& token) {
  read_object(parent, name, [&](ObjectFields& fields) {
    token.emplace();
    token->value = fields.required<std::string>("value");
    token->expires = fields.optional<std::string>("expires");
    token->type = fields.optional<std::string>("type");
  });
}

void read_tokens(ObjectFields& fields, Tokens& tokens) {
  read_token(fields, "platform", tokens.platform);
  read_token(fields, "device", tokens.device);
  read_token(fields, "distributor", tokens.distributor);
  read_token(fields, "root", tokens.root);
}

/// xrn:firebolt:capability:MODULE[:NAME], with "[manage]" or "[provide]" behind it or nothing.
bool is_permission(std::string_view text) {
  for (const std::string_view role : {"[manage]", "[provide]"}) {
    if (text.ends_with(role)) text.remove_suffix(role.size());
  }
  static constexpr std::string_view kPrefix = "xrn:firebolt:capability:";
  if (!text.starts_with(kPrefix)) return false;
  text.remove_prefix(kPrefix.size());
  const bool plain =
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-:") == std::string_view::npos;
  return plain && !text.empty() && !text.starts_with(':') && !text.ends_with(':') &&
         std::ranges::count(text, ':') <= 1;
}

Result<void> check_permissions(const DistributorData& data) {
  for (const auto& [app_id, permissions] : data.permissions) {
    for (std::size_t i = 0; i < permissions.size(); ++i) {
      if (is_permission(permissions[i])) continue;
      return wrong("#/permissions/" + app_id + '/' + std::to_string(i),
                   "a permission such as \"xrn:firebolt:capability:device:name[manage]\"",
                   permissions[i]);
    }
  }
  return {};
}

void read_privacy(ObjectFields& fields, std::map<std::string, bool>& privacy) {
  for (const auto& choice : kPrivacyChoices) {
    if (const auto allowed = fields.optional<bool>(choice.name)) {
      privacy.emplace(choice.name, *allowed);
    }
  }
}

Result<void> check_object(const std::optional<Json::Value>& value, const std::string& place) {
  if (!value || value->isObject()) return {};
  auto error = unexpected_json("object", *value);
  error.code = ErrorCode::kBadManifest;
  error.message.replace(0, 1, place);
  return error;
}

void read_advertising(ObjectFields& fields, AdvertisingData& advertising) {
  advertising.configuration = fields.optional<Json::Value>("config");
  fields.keep(check_object(advertising.configuration, fields.place_of("config")));
  advertising.device_attributes = fields.optional<Json::Value>("device_attributes");
  fields.keep(check_object(advertising.device_attributes, fields.place_of("device_attributes")));
  advertising.app_bundle_ids = fields.optional<std::map<std::string, std::string>>("app_bundle_ids")
                                   .value_or(advertising.app_bundle_ids);
  read_object(fields, "advertising_id", [&](ObjectFields& id) {
    advertising.id.emplace();
    advertising.id->ifa = id.required<std::string>("ifa");
    advertising.id->ifa_type = id.required<std::string>("ifa_type");
  });
  advertising.skip_restriction = fields.optional<std::string>("skip_restriction");
  static constexpr std::array<std::string_view, 4> kRestrictions = {"none", "adsUnwatched",
                                                                    "adsAll", "all"};
  if (advertising.skip_restriction &&
      std::ranges::find(kRestrictions, *advertising.skip_restriction) == kRestrictions.end()) {
    fields.keep(wrong(fields.place_of("skip_restriction"),
                      "one of \"none\", \"adsUnwatched\", \"adsAll\", \"all\"",
                      *advertising.skip_restriction));
  }
}

}  // namespace

std::vector<std::string> DistributorData::permissions_of(const std::string& app_id) const {
  auto found = permissions.find(app_id);
  if (found == permissions.end()) found = permissions.find("*");
  return found == permissions.end() ? std::vector<std::string>() : found->second;
}

Result<DistributorData> parse_distributor_data(const Json::Value& document) {
  DistributorData data;
  ObjectFields fields(document, "#");
  read_object(fields, "account",
              [&](ObjectFields& account) { read_account(account, data.account); });
  read_object(fields, "tokens", [&](ObjectFields& tokens) { read_tokens(tokens, data.tokens); });
  data.permissions = fields.optional<std::map<std::string, std::vector<std::string>>>("permissions")
                         .value_or(data.permissions);
  fields.keep(check_permissions(data));
  read_object(fields, "privacy",
              [&](ObjectFields& privacy) { read_privacy(privacy, data.privacy); });
  read_object(fields, "advertising",
              [&](ObjectFields& advertising) { read_advertising(advertising, data.advertising); });
  if (auto read = fields.finish(); !read) return read.error();
  return data;
}

Result<DistributorData> load_distributor_data(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) {
    return Error{ErrorCode::kBadManifest,
                 file.string() + ": cannot be read: " + std::strerror(errno) +
                     "; `config.file` of this symbol in the extension manifest names it",
                 ""};
  }
  const auto document = parse_json(text);
  if (!document) {
    return Error{ErrorCode::kBadManifest, file.string() + ": " + document.error().message, ""};
  }
  auto data = parse_distributor_data(*document);
  if (!data) return Error{data.error().code, file.string() + ": " + data.error().message, ""};
  return data;
}

}  // namespace ripple::distributor_general
