#include "main/cli/watch.hpp"

#include <sysexits.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdint>
#include <optional>

#include "main/cli/client_session.hpp"
#include "main/cli/exit_code.hpp"
#include "main/cli/gateway_url.hpp"
#include "main/cli/request_frame.hpp"
#include "ripple/json.hpp"

namespace ripple::cli {
namespace {

/// {"listening":true,"event":".."}: the answer to the subscription itself.
bool is_acknowledgement(const Json::Value& result) {
  return result.isObject() && result["listening"].isBool() && result["event"].isString();
}

class Watch final : public ClientSession {
 public:
  Watch(const WatchCommand& command, const Terminal& terminal)
      : ClientSession(terminal, command.gateway.timeout),
        command_(command),
        signals_(io(), SIGINT, SIGTERM) {
    signals_.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) finish(EX_OK);
    });
  }

 private:
  void on_response(const Json::Value& response) override {
    if (response.isMember("error")) {
      finish(
          terminal().fail(kExitRequestFailed, describe_error(command_.event, response["error"])));
      return;
    }
    wait_without_limit();
    const Json::Value& result = response["result"];
    if (!acknowledged_ && is_acknowledgement(result)) {
      acknowledged_ = true;
      return;
    }
    terminal().out() << print_json(result) << std::endl;
    ++seen_;
    if (command_.count && seen_ >= *command_.count) finish(EX_OK);
  }

  const WatchCommand& command_;
  boost::asio::signal_set signals_;
  bool acknowledged_ = false;
  std::uint64_t seen_ = 0;
};

}  // namespace

int run_watch(const WatchCommand& command, const Terminal& terminal) {
  auto params = parse_params(command.params);
  if (!params) return terminal.fail(EX_DATAERR, params.error().message);
  Json::Value listen = params->value_or(Json::Value(Json::objectValue));
  if (!listen.isObject()) {
    return terminal.fail(EX_DATAERR, "PARAMS: an event's context is a JSON object, found an array");
  }
  listen["listen"] = true;
  return Watch(command, terminal)
      .run(gateway_url(command.gateway), request_frame(command.event, listen));
}

}  // namespace ripple::cli
