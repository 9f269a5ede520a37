#include "main/services/lookup_service.hpp"

#include <string>

namespace ripple::services {
namespace {

Error bad(const std::string& reason) {
  return {ErrorCode::kInvalidParams, "lookup configuration: " + reason, {}};
}

Error out_of_order(const std::string& reason) {
  return {ErrorCode::kFailedPrecondition, "lookup configuration: " + reason, {}};
}

Result<void> add_tables(const Json::Value& tables, LookupTables& to) {
  if (!tables.isObject()) return bad("expected {TABLE:{KEY:VALUE}}");
  for (const std::string& table : tables.getMemberNames()) {
    if (!tables[table].isObject()) return bad("/" + table + ": expected {KEY:VALUE}");
  }
  for (const std::string& table : tables.getMemberNames()) {
    for (const std::string& key : tables[table].getMemberNames()) {
      to[table][key] = tables[table][key];
    }
  }
  return {};
}

}  // namespace

Result<Json::Value> LookupProxy::get(const Json::Value& params) const {
  if (!params.isObject() || !params["table"].isString() || !params["keys"].isArray()) {
    return Error{ErrorCode::kInvalidParams, R"(expected {"table":NAME,"keys":[KEY..]})", {}};
  }
  const auto table = data_->find(params["table"].asString());
  if (table == data_->end()) {
    return Error{ErrorCode::kNothingToReturn,
                 "the lookup data has no table \"" + params["table"].asString() + "\"", {}};
  }
  Json::Value result(Json::objectValue);
  Json::Value& values = result["values"] = Json::objectValue;
  for (const Json::Value& key : params["keys"]) {
    const auto found = key.isString() ? table->second.find(key.asString()) : table->second.end();
    if (found != table->second.end()) values[found->first] = found->second;
  }
  return result;
}

Result<void> LookupService::configure(const Json::Value& configuration) {
  if (!configuration.isObject() || configuration.size() > 1) {
    return bad("expected one of replace, begin, extend, finish, abort");
  }
  if (configuration.empty()) return {};
  const std::string step = configuration.getMemberNames().front();
  const Json::Value& tables = configuration[step];
  if (step == "replace") {
    LookupTables fresh;
    if (Result<void> added = add_tables(tables, fresh); !added) return added.error();
    current_ = std::make_shared<const LookupTables>(std::move(fresh));
    return {};
  }
  if (step == "begin") {
    if (next_) return out_of_order("begin while an update is open: finish or abort it first");
    next_.emplace();
    return {};
  }
  if (step != "extend" && step != "finish" && step != "abort") {
    return bad("expected replace, begin, extend, finish or abort, found \"" + step + "\"");
  }
  if (!next_) return out_of_order(step + " without begin");
  if (step == "extend") return add_tables(tables, *next_);
  if (step == "finish") current_ = std::make_shared<const LookupTables>(std::move(*next_));
  next_.reset();
  return {};
}

Result<Json::Value> LookupService::call(const Json::Value& arguments) {
  return create_proxy(current_).get(arguments);
}

}  // namespace ripple::services
