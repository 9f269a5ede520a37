/// Rules files -> one checked set of rules: how methods of the gateway are carried out without
/// code.
///
///     RuleSet rules = read_rules(manifest.rules_path, findings);
///     if (findings.error) return *findings.error;
///
/// The files have Ripple's schema; later ones override earlier ones rule by rule. What the jq
/// programs in them mean is the business of whoever provides the contract `rules`.
#pragma once

#include <json/value.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "main/manifest/findings.hpp"

namespace ripple::manifest {

struct RuleSet {
  /// A rule's method, its module in lower case: "device.name", "custom.*".
  struct Rule {
    std::string place;      ///< "file:line:column", for messages
    bool provided = false;  ///< alias "provided": whoever provides its contract carries it out
  };
  std::map<std::string, Rule> rules;
  /// {"endpoints":{KEY:{..}},"rules":{METHOD:{..}},"functions":{NAME:{"params":[..],"body":TEXT}}}
  Json::Value document{Json::objectValue};

  bool empty() const { return rules.empty(); }

  /// Every Thunder endpoint is at this address, whatever the files say.
  void send_thunder_to(const std::string& url);
};

/// Reads the files in order, and what they import. Rules without an endpoint have "thunder".
RuleSet read_rules(const std::vector<std::filesystem::path>& files, Findings& findings);

}  // namespace ripple::manifest
