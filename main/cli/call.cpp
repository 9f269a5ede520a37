#include "main/cli/call.hpp"

#include <sysexits.h>

#include "main/cli/client_session.hpp"
#include "main/cli/exit_code.hpp"
#include "main/cli/gateway_url.hpp"
#include "main/cli/pretty_json.hpp"
#include "main/cli/request_frame.hpp"
#include "ripple/json.hpp"

namespace ripple::cli {
namespace {

class Call final : public ClientSession {
 public:
  Call(const CallCommand& command, const Terminal& terminal)
      : ClientSession(terminal, command.gateway.timeout), command_(command) {}

 private:
  void on_response(const Json::Value& response) override {
    const bool failed = response.isMember("error");
    if (command_.json) {
      terminal().out() << print_json(response) << '\n';
    } else if (failed) {
      terminal().fail(kExitRequestFailed, describe_error(command_.method, response["error"]));
    } else {
      terminal().out() << pretty_json(response["result"]) << '\n';
    }
    finish(failed ? kExitRequestFailed : EX_OK);
  }

  const CallCommand& command_;
};

}  // namespace

int run_call(const CallCommand& command, const Terminal& terminal) {
  const auto params = parse_params(command.params);
  if (!params) return terminal.fail(EX_DATAERR, params.error().message);
  return Call(command, terminal)
      .run(gateway_url(command.gateway), request_frame(command.method, *params));
}

}  // namespace ripple::cli
