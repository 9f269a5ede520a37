/// What came back from an endpoint, in the form that response transforms see, and what it means.
///
///     Json::Value reply = error_reply(Error{ErrorCode::kCustom, "no", {}});
///     Result<Json::Value> result = outcome_of(reply);      // the error again
#pragma once

#include <json/value.h>

#include "ripple/error.hpp"

namespace ripple::rules {

/// {"result":ANY}
Json::Value result_reply(Json::Value result);

/// {"error":{"code":NUMBER,"message":TEXT}}, with "data" when the error has some.
Json::Value error_reply(const Error& error);

/// The error that {"code":NUMBER,"message":TEXT,"data":ANY} stands for; anything else is
/// kServiceFailure with its text as the message.
Error read_reply_error(const Json::Value& error);

/// A reply's result or error.
Result<Json::Value> outcome_of_reply(const Json::Value& reply);

/// What the output of a transform stands for: with a member `error` that is not null, that error;
/// an object of nothing but `code`, `message` and `data` is an error, too; else itself.
Result<Json::Value> outcome_of_output(Json::Value output);

}  // namespace ripple::rules
