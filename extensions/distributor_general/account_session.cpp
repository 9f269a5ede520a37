#include <optional>
#include <ripple/contracts/account_session.hpp>
#include <ripple/invocation.hpp>
#include <ripple/json.hpp>
#include <ripple/serve.hpp>
#include <string>
#include <utility>

#include "distributor_general/sessions.hpp"
#include "distributor_general/stored_values.hpp"

namespace ripple::distributor_general {
namespace {

using contracts::AccountSession;

constexpr const char* kProvisionNamespace = "provision";
constexpr const char* kSessionNamespace = "account.session";
constexpr const char* kToken = "token";

class AccountHandlers {
 public:
  AccountHandlers(Node node, std::shared_ptr<DistributorState> state, WallClock clock)
      : node_(std::move(node)), state_(std::move(state)), clock_(std::move(clock)) {}

  Task<void> operator()(AccountSession::Id& c) const {
    const auto id = co_await provisioned_or("account_id", account().id, "account.id");
    if (id) {
      c.reply(*id);
    } else {
      c.fail(id.error());
    }
  }

  void operator()(AccountSession::Uid& c) const {
    const auto found = account().uids.find(c.context().app_id());
    if (found == account().uids.end()) {
      return c.fail(not_available(
          c.name(), "the distributor's file has none for \"" + c.context().app_id() + '"'));
    }
    c.reply(found->second);
  }

  Task<void> operator()(AccountSession::Session& c) const {
    Json::Value token(Json::objectValue);
    token["token"] = c.params.token;
    token["expires"] = Json::Int64{clock_() + c.params.expires_in};
    const auto stored = co_await store_value(node_, kSessionNamespace, kToken, std::move(token));
    if (stored) {
      c.reply(nullptr);
    } else {
      c.fail(stored.error());
    }
  }

  Task<void> operator()(AccountSession::Get& c) const {
    const auto details = co_await this->details();
    if (details) {
      c.reply(*details);
    } else {
      c.fail(details.error());
    }
  }

  void operator()(UnknownInvocation& c) const { c.reply_unsupported(); }

 private:
  const AccountData& account() const { return state_->data.account; }

  /// What device.provision stored under `key`, else what the file says.
  Task<Result<std::string>> provisioned_or(std::string key, std::optional<std::string> in_file,
                                           std::string what) const {
    const auto stored = co_await load_value(node_, kProvisionNamespace, std::move(key));
    if (!stored) co_return stored.error();
    if (*stored && (*stored)->isString()) co_return (*stored)->asString();
    if (in_file) co_return std::move(*in_file);
    co_return not_available(
        what, "the device was not provisioned, and the distributor's file does not say it");
  }

  Task<Result<AccountSession::AccountDetails>> details() const {
    AccountSession::AccountDetails details;
    auto account_id = co_await provisioned_or("account_id", account().id, "account.id");
    if (!account_id) co_return account_id.error();
    details.account_id = std::move(*account_id);
    auto device_id = co_await provisioned_or("device_id", account().device_id,
                                             "the device's id at the distributor");
    if (!device_id) co_return device_id.error();
    details.device_id = std::move(*device_id);
    details.id = account().session_id;

    const auto token = co_await load_value(node_, kSessionNamespace, kToken);
    if (!token) co_return token.error();
    std::string text;
    std::int64_t expires = 0;
    const bool is_whole =
        *token && read_member(**token, "token", text) && read_member(**token, "expires", expires);
    if (is_whole && expires > clock_()) {
      details.token = std::move(text);
      details.expires = expires;
    }
    co_return details;
  }

  Node node_;
  std::shared_ptr<DistributorState> state_;
  WallClock clock_;
};

}  // namespace

Task<void> serve_account_session(Node node, std::shared_ptr<DistributorState> state,
                                 WallClock clock) {
  co_await serve<AccountSession>(node, AccountHandlers(node, std::move(state), std::move(clock)));
}

}  // namespace ripple::distributor_general
