/// Caller: who stands behind a request, as the gateway knows them.
///
///     const bool is_app = !call.context().app_id().empty();
///     // otherwise an extension asks on its own behalf
#pragma once

#include <json/json.h>

#include <string>
#include <string_view>
#include <utility>

#include "ripple/json.hpp"

namespace ripple {

/// The context of a request. It borrows the request's text and parses it when first asked; not for
/// two threads at once.
class Caller {
 public:
  Caller() = default;
  explicit Caller(std::string_view raw) : raw_(raw) {}

  /// JSON text of the context; empty when an extension asks on its own behalf. Hand it to
  /// CallOptions::on_behalf_of to ask further in the caller's name.
  std::string_view raw() const { return raw_; }

  /// Empty when unknown, like session_id.
  const std::string& app_id() const {
    parse();
    return app_id_;
  }
  const std::string& session_id() const {
    parse();
    return session_id_;
  }

  /// The whole context; an empty object when there is none.
  const Json::Value& json() const {
    parse();
    return json_;
  }

 private:
  void parse() const {
    if (parsed_) return;
    parsed_ = true;
    json_ = Json::Value(Json::objectValue);
    if (raw_.empty()) return;
    if (auto json = parse_json(raw_); json && json->isObject()) {
      json_ = std::move(*json);
      app_id_ = text("app_id");
      session_id_ = text("session_id");
    }
  }

  std::string text(const char* name) const {
    const Json::Value& member = json_[name];
    return member.isString() ? member.asString() : std::string();
  }

  std::string_view raw_;
  mutable bool parsed_ = false;
  mutable Json::Value json_;
  mutable std::string app_id_;
  mutable std::string session_id_;
};

}  // namespace ripple
