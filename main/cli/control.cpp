#include "main/cli/control.hpp"

#include <sysexits.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <string>

#include "main/cli/exit_code.hpp"
#include "main/cli/pretty_json.hpp"
#include "main/cli/request_frame.hpp"
#include "main/manifest/default_paths.hpp"
#include "ripple/json.hpp"

namespace ripple::cli {
namespace {

using boost::system::error_code;
using Socket = boost::asio::local::stream_protocol::socket;

constexpr std::size_t kLongestAnswer = 64 << 20;

Result<std::string> control_frame(const ControlCommand& command) {
  Json::Value value(Json::objectValue);
  if (command.value) {
    Result<Json::Value> parsed = parse_json(*command.value);
    if (!parsed) {
      return Error{
          ErrorCode::kInvalidParams, "JSON: expected a value, found " + parsed.error().message, {}};
    }
    value = std::move(*parsed);
  }
  std::string frame = "{\"service\":";
  append_json_string(frame, command.service);
  frame += command.call || !command.value ? ",\"call\":" : ",\"configure\":";
  append_json(frame, value);
  return frame + "}\n";
}

/// One line to the socket and one line back, within the time.
class Exchange {
 public:
  Exchange(std::string path, std::chrono::milliseconds timeout)
      : path_(std::move(path)), timeout_(timeout) {}

  /// What the platform answered, or an exit code and why there is no answer.
  std::optional<std::string> run(const std::string& frame) {
    socket_.async_connect({path_}, [this, &frame](const error_code& error) {
      if (error) return end(error);
      boost::asio::async_write(socket_, boost::asio::buffer(frame),
                               [this](const error_code& written, std::size_t) {
                                 if (written) return end(written);
                                 read();
                               });
    });
    io_.run_for(timeout_);
    return answer_;
  }

  const error_code& error() const { return error_; }
  bool ended() const { return ended_; }

 private:
  void read() {
    boost::asio::async_read_until(socket_, boost::asio::dynamic_buffer(buffer_, kLongestAnswer),
                                  '\n', [this](const error_code& error, std::size_t size) {
                                    if (!error) answer_ = buffer_.substr(0, size - 1);
                                    end(error);
                                  });
  }

  void end(const error_code& error) {
    ended_ = true;
    error_ = error;
  }

  std::string path_;
  std::chrono::milliseconds timeout_;
  boost::asio::io_context io_{1};
  Socket socket_{io_};
  std::string buffer_;
  std::optional<std::string> answer_;
  error_code error_;
  bool ended_ = false;
};

int explain_silence(const Exchange& exchange, const std::string& path,
                    const ControlCommand& command, const Terminal& terminal) {
  if (!exchange.ended()) {
    return terminal.fail(EX_TEMPFAIL, "no answer from " + path + " within " +
                                          std::to_string(command.timeout.count()) +
                                          " ms; --timeout gives it longer");
  }
  if (exchange.error() == boost::asio::error::access_denied) {
    return terminal.fail(EX_NOPERM, path + ": " + exchange.error().message() +
                                        "; only the user that runs the platform may control it");
  }
  return terminal.fail(EX_UNAVAILABLE,
                       path + ": " + exchange.error().message() +
                           "; start a platform with `ripple run manifests/linux`, or name its "
                           "socket with --control-socket");
}

}  // namespace

int run_control(const ControlCommand& command, const Terminal& terminal) {
  const Result<std::string> frame = control_frame(command);
  if (!frame) return terminal.fail(EX_DATAERR, frame.error().message);
  const std::string path = command.socket.value_or(manifest::default_control_socket()).string();
  constexpr std::size_t kLongestSocketPath = 107;
  if (path.size() > kLongestSocketPath) {
    return terminal.fail(EX_USAGE, path + ": expected a socket path of at most " +
                                       std::to_string(kLongestSocketPath) + " bytes");
  }

  Exchange exchange(path, command.timeout);
  const std::optional<std::string> answer = exchange.run(*frame);
  if (!answer) return explain_silence(exchange, path, command, terminal);
  const Result<Json::Value> response = parse_json(*answer);
  if (!response || !response->isObject()) {
    return terminal.fail(EX_PROTOCOL, path + ": expected a JSON object, found " + *answer);
  }
  if (response->isMember("error")) {
    return terminal.fail(kExitRequestFailed, describe_error(command.service, (*response)["error"]));
  }
  terminal.out() << pretty_json((*response)["result"]) << '\n';
  return EX_OK;
}

}  // namespace ripple::cli
