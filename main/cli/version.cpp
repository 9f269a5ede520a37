#include "main/cli/version.hpp"

#include <sysexits.h>

#include "main/cli/pretty_json.hpp"
#include "ripple/abi.h"
#include "ripple/contracts/ripple_contract.hpp"

namespace ripple::cli {

int run_version(const VersionCommand& command, const Terminal& terminal) {
  const std::string abi = std::to_string(RIPPLE_ABI_MAJOR) + '.' + std::to_string(RIPPLE_ABI_MINOR);
  if (command.json) {
    Json::Value report;
    report["version"] = RIPPLE_VERSION;
    report["abi"] = abi;
    report["contracts"] = Json::UInt64{kContractCount};
    terminal.out() << pretty_json(report) << '\n';
  } else {
    terminal.out() << "ripple " RIPPLE_VERSION " (ABI " << abi << ", " << kContractCount
                   << " contracts)\n";
  }
  return EX_OK;
}

}  // namespace ripple::cli
