// The three files of a manifest; the first byte says which: d(evice), e(xtension), a(pp library).
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "expect.hpp"
#include "main/manifest/app_library.hpp"
#include "main/manifest/device_manifest.hpp"
#include "main/manifest/extn_manifest.hpp"
#include "main/manifest/json_document.hpp"
#include "ripple/json.hpp"

namespace {

using namespace ripple::manifest;
using ripple::fuzz::expect;

void read(char kind, const JsonDocument& document, Findings& findings) {
  std::filesystem::path distribution;
  switch (kind) {
    case 'd':
      read_device_manifest(document, findings, distribution);
      return;
    case 'e':
      read_extn_manifest(document, findings, std::nullopt);
      return;
    default:
      read_app_library(document, findings);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto document = JsonDocument::parse("fuzzed.json", text);
  if (!document) {
    expect(document.error().code == ripple::ErrorCode::kBadManifest,
           "a bad file is a bad manifest");
    expect(document.error().message.find("fuzzed.json") == 0, "an error begins with its file");
    return 0;
  }
  Findings findings;
  read(static_cast<char>(data[0]), *document, findings);
  if (findings.error) {
    expect(findings.error->code == ripple::ErrorCode::kBadManifest,
           "a bad value is a bad manifest");
    expect(findings.error->message.find("fuzzed.json") == 0, "an error begins with its file");
  }
  return 0;
}
