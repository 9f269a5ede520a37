/// A directory of manifests for one test, removed with it.
///
///     ManifestDirectory directory;
///     directory.device["configuration"]["form_factor"] = 5;
///     EXPECT_EQ(directory.error(), "firebolt-device-manifest.json:..: /configuration/..");
#pragma once

#include <gtest/gtest.h>
#include <json/value.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "main/manifest/manifest.hpp"
#include "ripple/json.hpp"

namespace ripple::manifest {

/// The least that loads; tests change `device`, `extn` and `apps` before they load.
class ManifestDirectory {
 public:
  ManifestDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ripple-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
    device = value(R"({
      "configuration": {"form_factor": "ipstb", "distributor_experience_id": "0000",
                        "saved_dir": "state", "exclusory": {}},
      "capabilities": {"supported": []},
      "applications": {"defaults": {"xrn:firebolt:application-type:main": "refui",
                                    "xrn:firebolt:application-type:settings": "refui"}}})");
    extn = value(R"({"default_path": "/usr/lib/ripple/", "default_extension": "so", "extns": []})");
    apps = value(R"({"default_library": []})");
  }
  ~ManifestDirectory() { std::filesystem::remove_all(path_); }
  ManifestDirectory(const ManifestDirectory&) = delete;
  ManifestDirectory& operator=(const ManifestDirectory&) = delete;

  static Json::Value value(const std::string& text) {
    Result<Json::Value> parsed = parse_json(text);
    EXPECT_TRUE(parsed.has_value()) << parsed.error().message;
    return parsed ? *parsed : Json::Value();
  }

  const std::filesystem::path& path() const { return path_; }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

  Result<Manifest> load(const Overrides& overrides = {}) const {
    write("firebolt-device-manifest.json", print_json(device));
    write("firebolt-extn-manifest.json", print_json(extn));
    write("firebolt-app-library.json", print_json(apps));
    return load_manifest(path_, overrides);
  }

  /// The manifest, which must load without an error.
  Manifest loaded(const Overrides& overrides = {}) const {
    Result<Manifest> manifest = load(overrides);
    EXPECT_TRUE(manifest.has_value()) << manifest.error().message;
    return manifest ? std::move(*manifest) : Manifest{};
  }

  /// The error's message without the directory, or "none".
  std::string error(const Overrides& overrides = {}) const {
    const Result<Manifest> manifest = load(overrides);
    if (manifest) return "none";
    EXPECT_EQ(manifest.error().code, ErrorCode::kBadManifest);
    return without_directory(manifest.error().message);
  }

  /// The warnings without the directory, one a line.
  std::string warnings() const {
    std::string text;
    for (const std::string& warning : loaded().warnings) text += without_directory(warning) + '\n';
    return text;
  }

  std::string without_directory(std::string text) const {
    const std::string prefix = path_.string() + '/';
    for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
      text.erase(at, prefix.size());
    }
    return text;
  }

  Json::Value device, extn, apps;

 private:
  std::filesystem::path path_;
};

}  // namespace ripple::manifest
