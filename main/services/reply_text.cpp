#include "main/services/reply_text.hpp"

#include <charconv>

namespace ripple::services {
namespace {

constexpr std::string_view kStart = R"({"jsonrpc":"2.0","id":)";
constexpr std::string_view kResult = R"(,"result":)";
constexpr std::string_view kError = R"(,"error":{"code":)";
constexpr std::string_view kNull = "null";

struct Code {
  explicit Code(std::int32_t value) {
    size = static_cast<std::size_t>(std::to_chars(text, text + sizeof text, value).ptr - text);
  }
  std::string_view view() const { return {text, size}; }
  char text[12];
  std::size_t size;
};

// An error's payload should be an object: its members follow the code.
std::string_view members_of(std::string_view object) {
  return object.size() > 2 && object.front() == '{' ? object.substr(1)
                                                    : R"("message":"no reason was given"})";
}

std::string_view or_null(std::string_view text) { return text.empty() ? kNull : text; }

}  // namespace

std::size_t reply_size(std::string_view id, const Message& answer) {
  const std::size_t head = kStart.size() + or_null(id).size();
  if (answer.kind() != RIPPLE_ERROR) {
    return head + kResult.size() + or_null(answer.payload()).size() + 1;
  }
  return head + kError.size() + Code(answer.header().code).size + 1 +
         members_of(answer.payload()).size() + 1;
}

void write_reply(std::string& out, std::string_view id, const Message& answer,
                 std::size_t padded_to) {
  const std::size_t begin = out.size();
  out.append(kStart).append(or_null(id));
  if (answer.kind() != RIPPLE_ERROR) {
    out.append(kResult).append(or_null(answer.payload())).push_back('}');
  } else {
    out.append(kError).append(Code(answer.header().code).view()).push_back(',');
    out.append(members_of(answer.payload())).push_back('}');
  }
  if (const std::size_t written = out.size() - begin; written < padded_to) {
    out.append(padded_to - written, ' ');
  }
}

}  // namespace ripple::services
