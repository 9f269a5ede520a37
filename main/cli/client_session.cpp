#include "main/cli/client_session.hpp"

#include <sysexits.h>

#include <utility>

#include "main/cli/request_frame.hpp"
#include "ripple/json.hpp"

namespace ripple::cli {
namespace {

constexpr std::chrono::milliseconds kLongestGoodbye{500};

}  // namespace

ClientSession::ClientSession(const Terminal& terminal, std::chrono::milliseconds timeout)
    : terminal_(terminal), timeout_(timeout) {}

int ClientSession::run(const std::string& url, std::string frame) {
  url_ = url;
  frame_ = std::move(frame);
  timer_.expires_after(timeout_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) on_timeout();
  });
  if (const auto connecting = client_.connect(url, *this, timeout_); !connecting) {
    return terminal_.fail(EX_USAGE, connecting.error().message);
  }
  while (!exit_code_ && io_.run_one() > 0) {
  }
  if (opened_) say_goodbye();
  return exit_code_.value_or(EX_SOFTWARE);
}

void ClientSession::say_goodbye() {
  client_.close();
  const auto latest = std::chrono::steady_clock::now() + kLongestGoodbye;
  while (opened_ && io_.run_one_until(latest) > 0) {
  }
}

void ClientSession::on_open() {
  opened_ = true;
  client_.send(frame_);
}

void ClientSession::on_frame(std::string text) {
  if (exit_code_) return;
  const Result<Json::Value> frame = parse_json(text);
  if (!frame || !frame->isObject()) {
    finish(terminal_.fail(EX_PROTOCOL, "expected JSON-RPC from " + url_ + ", found " + text));
    return;
  }
  const Json::Value& id = (*frame)["id"];
  const bool is_refusal = id.isNull() && frame->isMember("error");
  if (is_refusal || (id.isInt() && id.asInt() == kRequestId)) on_response(*frame);
}

void ClientSession::on_close(const Error& error) {
  opened_ = false;
  if (exit_code_) return;
  finish(terminal_.fail(EX_UNAVAILABLE,
                        error.message + "\nStart a platform with `ripple run manifests/linux`, or "
                                        "name another gateway with --url"));
}

void ClientSession::on_timeout() {
  if (exit_code_) return;
  finish(terminal_.fail(opened_ ? EX_TEMPFAIL : EX_UNAVAILABLE,
                        (opened_ ? "no answer from " : "no connection to ") + url_ + " within " +
                            std::to_string(timeout_.count()) + " ms; --timeout gives it longer"));
}

}  // namespace ripple::cli
