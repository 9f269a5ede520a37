/// What a distributor states in its file: who the account is, tokens, permissions, choices.
///
///     auto data = load_distributor_data("/etc/firebolt/distributor.json");
///     if (!data) return data.error();     // file, place, expected, found
///     data->permissions_of("com.example");
///
/// Every member of the file may be absent; what is absent is not known, and nothing is made up for
/// it. A member that is not known here is an error. extensions/README.md describes the file.
#pragma once

#include <json/value.h>

#include <filesystem>
#include <map>
#include <optional>
#include <ripple/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ripple::distributor_general {

struct Token {
  std::string value;
  /// RFC 3339, as the file has it.
  std::optional<std::string> expires;
  std::optional<std::string> type;
};

struct AccountData {
  std::optional<std::string> id;
  std::optional<std::string> device_id;
  std::optional<std::string> session_id;
  /// What each app may know the account by, by app id.
  std::map<std::string, std::string> uids;
};

struct Tokens {
  std::optional<Token> platform, device, distributor, root;
};

struct AdvertisingId {
  std::string ifa;
  std::string ifa_type;
};

struct AdvertisingData {
  std::optional<Json::Value> configuration;
  std::optional<Json::Value> device_attributes;
  std::map<std::string, std::string> app_bundle_ids;
  std::optional<AdvertisingId> id;
  std::optional<std::string> skip_restriction;
};

struct DistributorData {
  AccountData account;
  Tokens tokens;
  /// By app id; "*" stands for every app that has no entry of its own.
  std::map<std::string, std::vector<std::string>> permissions;
  /// By names of kPrivacyChoices.
  std::map<std::string, bool> privacy;
  AdvertisingData advertising;

  /// Empty for an app that is permitted nothing.
  std::vector<std::string> permissions_of(const std::string& app_id) const;
};

/// Errors: kBadManifest, "#/account/id: expected string, found number".
Result<DistributorData> parse_distributor_data(const Json::Value& document);

/// The same with the file's name in front, or why it cannot be read.
Result<DistributorData> load_distributor_data(const std::filesystem::path& file);

}  // namespace ripple::distributor_general
