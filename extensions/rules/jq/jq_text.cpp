#include "rules/jq/jq_text.hpp"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace ripple::rules {
namespace {

constexpr std::array<std::string_view, 2> kTextVariables{"$context.appId", "$context.app_id"};
constexpr std::size_t kMostOpen = 1'000;

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) { return is_name_start(c) || is_digit(c); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// One pass over a program, token by token as libjq takes them.
class Preparation {
 public:
  explicit Preparation(std::string_view text) : text_(text) {}

  Result<std::string> run() {
    while (at_ < text_.size()) {
      const Result<void> taken = is_in(Opening::kString) ? take_in_string() : take_token();
      if (!taken) return taken.error();
    }
    if (!open_.empty()) {
      return wrong(open_.back().at, std::string(name_of(open_.back().kind)) + " has no end");
    }
    if (!has_token_) return wrong(0, "expected a program, found nothing");
    return std::move(out_);
  }

 private:
  enum class Opening { kParenthesis, kBracket, kBrace, kInterpolation, kString, kIf, kIfWithElse };
  struct Open {
    Opening kind;
    std::size_t at;
  };

  static std::string_view name_of(Opening kind) {
    switch (kind) {
      case Opening::kParenthesis:
        return "\"(\"";
      case Opening::kBracket:
        return "\"[\"";
      case Opening::kBrace:
        return "\"{\"";
      case Opening::kInterpolation:
        return "\"\\(\" of a string";
      case Opening::kString:
        return "a string";
      case Opening::kIf:
      case Opening::kIfWithElse:
        return "\"if\"";
    }
    return {};
  }

  bool is_in(Opening kind) const { return !open_.empty() && open_.back().kind == kind; }
  char next(std::size_t ahead = 1) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void copy(std::size_t count) {
    out_.append(text_.substr(at_, count));
    at_ += std::min(count, text_.size() - at_);
  }

  Result<void> open(Opening kind, std::size_t length) {
    if (open_.size() >= kMostOpen) return wrong(at_, "it is nested too deep");
    open_.push_back({kind, at_});
    copy(length);
    return {};
  }

  Result<void> close(Opening kind, char closer) {
    if (is_in(kind) || (kind == Opening::kParenthesis && is_in(Opening::kInterpolation))) {
      open_.pop_back();
      copy(1);
      return {};
    }
    std::string found = "\"";
    found += closer;
    if (open_.empty()) return wrong(at_, found + "\" closes nothing");
    return wrong(at_, found + "\" comes before the end of " +
                          std::string(name_of(open_.back().kind)) + " of position " +
                          std::to_string(open_.back().at + 1));
  }

  Result<void> take_in_string() {
    if (text_[at_] == '"') {
      open_.pop_back();
      copy(1);
      return {};
    }
    if (text_[at_] == '\\') {
      if (next() == '(') return open(Opening::kInterpolation, 2);
      copy(2);
      return {};
    }
    for (const std::string_view variable : kTextVariables) {
      if (text_.substr(at_, variable.size()) != variable) continue;
      out_.append("\\(").append(variable).append(")");
      at_ += variable.size();
      return {};
    }
    copy(1);
    return {};
  }

  Result<void> take_token() {
    const char c = text_[at_];
    if (is_space(c)) {
      copy(1);
      return {};
    }
    if (c == '#') return take_comment();
    has_token_ = true;
    switch (c) {
      case '"':
        return open(Opening::kString, 1);
      case '(':
        return open(Opening::kParenthesis, 1);
      case '[':
        return open(Opening::kBracket, 1);
      case '{':
        return open(Opening::kBrace, 1);
      case ')':
        return close(Opening::kParenthesis, c);
      case ']':
        return close(Opening::kBracket, c);
      case '}':
        return close(Opening::kBrace, c);
      default:
        break;
    }
    if (is_name_start(c)) return take_name();
    if (is_digit(c) || (c == '.' && is_digit(next()))) {
      take_number();
    } else if (c == '.' && next() == '.') {
      copy(2);
    } else {
      copy(1);
      if (c == '.' || c == '$' || c == '@') skip_name();
    }
    return {};
  }

  // The rest of the line. A backslash at its end would make newer releases of jq go on.
  Result<void> take_comment() {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::size_t last = end;
    while (last > at_ && text_[last - 1] == '\r') --last;
    if (text_[last - 1] == '\\') return wrong(last - 1, "a comment ends with a backslash");
    copy(end - at_);
    return {};
  }

  void skip_name() {
    while (at_ < text_.size() && is_name(text_[at_])) copy(1);
  }

  void take_number() {
    const auto skip_digits = [this] {
      while (at_ < text_.size() && is_digit(text_[at_])) copy(1);
    };
    skip_digits();
    if (at_ < text_.size() && text_[at_] == '.') {
      copy(1);
      skip_digits();
    }
    if (at_ >= text_.size() || (text_[at_] != 'e' && text_[at_] != 'E')) return;
    const bool is_signed = next() == '+' || next() == '-';
    if (!is_digit(next(is_signed ? 2 : 1))) return;
    copy(is_signed ? 2 : 1);
    skip_digits();
  }

  Result<void> take_name() {
    std::size_t end = at_;
    while (end < text_.size() && is_name(text_[end])) ++end;
    const std::string_view name = text_.substr(at_, end - at_);
    const bool is_key = is_followed_by_colon(end);
    if (name == "if" && !is_key) return open(Opening::kIf, name.size());
    if (name == "else" && !is_key && is_in(Opening::kIf)) {
      open_.back().kind = Opening::kIfWithElse;
    } else if (name == "end" && !is_key) {
      if (is_in(Opening::kIf)) out_.append("else . ");
      if (is_in(Opening::kIf) || is_in(Opening::kIfWithElse)) open_.pop_back();
    }
    copy(name.size());
    return {};
  }

  // As the key of an object a keyword is a name.
  bool is_followed_by_colon(std::size_t end) const {
    while (end < text_.size() && is_space(text_[end])) ++end;
    return end < text_.size() && text_[end] == ':';
  }

  static Error wrong(std::size_t at, const std::string& what) {
    return {ErrorCode::kBadManifest, "position " + std::to_string(at + 1) + ": " + what, {}};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  std::vector<Open> open_;
  bool has_token_ = false;
};

}  // namespace

Result<std::string> prepare_program(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    return Error{ErrorCode::kBadManifest, "a program cannot have a zero byte in it", {}};
  }
  return Preparation(text).run();
}

}  // namespace ripple::rules
