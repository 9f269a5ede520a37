#include "main/iec/answer.hpp"

#include <string>

#include "ripple/json.hpp"

namespace ripple::iec {

Message make_response(std::string_view result) {
  Message message(RIPPLE_RESPONSE);
  message.set_texts(result);
  return message;
}

Message make_error(const Error& error) {
  std::string text = R"({"message":)";
  append_json_string(text, error.message);
  if (!error.context.empty()) text.append(R"(,"data":)").append(error.context);
  text += '}';
  Message message(RIPPLE_ERROR);
  message.header().code = static_cast<std::int32_t>(error.code);
  message.set_texts(text);
  return message;
}

}  // namespace ripple::iec
