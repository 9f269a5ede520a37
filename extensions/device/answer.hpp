/// Answers an invocation with a Result, whichever it is.
#pragma once

#include <ripple/error.hpp>

namespace ripple::device {

template <typename Call, typename T>
void answer(Call& call, const Result<T>& result) {
  if (result) {
    call.reply(*result);
  } else {
    call.fail(result.error());
  }
}

/// For methods whose result is null.
template <typename Call>
void answer(Call& call, const Result<void>& result) {
  if (result) {
    call.reply(nullptr);
  } else {
    call.fail(result.error());
  }
}

}  // namespace ripple::device
