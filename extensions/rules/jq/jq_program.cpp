#include "rules/jq/jq_program.hpp"

#include <chrono>
#include <string_view>
#include <utility>

#include "rules/jq/jq_value.hpp"

extern "C" {
#include <jq.h>
}

namespace ripple::rules {
namespace {

/// Instead of what jq has by these names: what leads out of the values that a program is given, and
/// dates, where libjq 1.6 aborts the process for a number that no calendar has.
constexpr std::string_view kConfinement = R"jq(
def __refuse($name): error("rules cannot use " + $name);
def env: __refuse("env");
def halt: __refuse("halt");
def halt_error: __refuse("halt_error");
def halt_error(f): __refuse("halt_error");
def input: __refuse("input");
def inputs: empty;
def debug: .;
def stderr: .;
def input_filename: null;
def input_line_number: 0;
def modulemeta: __refuse("modulemeta");
def get_search_list: __refuse("get_search_list");
def get_prog_origin: __refuse("get_prog_origin");
def get_jq_origin: __refuse("get_jq_origin");
def __strftime(f): strftime(f);
def __strflocaltime(f): strflocaltime(f);
def strftime(f): if type == "number" then gmtime else . end | __strftime(f);
def strflocaltime(f): if type == "number" then localtime else . end | __strflocaltime(f);
def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");
def todate: todateiso8601;
def date: todateiso8601;
def dateadd(u; n): . + n;
def datesub(u; n): . - n;
{} as $ENV
| .[0] as $__index | .[2] as $context | .[3] as $event | .[4] as $event_handler_response
| )jq";

std::string name_of(std::size_t index) { return "__program" + std::to_string(index); }

/// Chooses among [begin, end) by $__index.
void append_choice(std::string& out, std::size_t begin, std::size_t end) {
  if (end - begin == 1) {
    out += name_of(begin);
    return;
  }
  const std::size_t middle = begin + (end - begin) / 2;
  out += "if $__index < " + std::to_string(middle) + " then ";
  append_choice(out, begin, middle);
  out += " else ";
  append_choice(out, middle, end);
  out += " end";
}

std::string whole_program(std::span<const std::string> texts) {
  std::string out(kConfinement);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    // The line breaks end a comment at the end of the text.
    out += "def " + name_of(i) + ": (" + texts[i] + "\n\n);\n";
  }
  out += ".[1] | ";
  append_choice(out, 0, texts.size());
  return out;
}

/// jq says "jq: error: WHAT at <top-level>, line 1:\nTEXT", and then how many errors there were.
std::string reason_in(std::string_view text) {
  constexpr std::string_view kPrefix = "jq: error: ";
  if (text.starts_with(kPrefix)) text.remove_prefix(kPrefix.size());
  std::string line(text.substr(0, text.find('\n')));
  for (const std::string_view noise : {" (Unix shell quoting issues?)", " at <top-level>"}) {
    if (const auto at = line.find(noise); at != std::string::npos) line.erase(at, noise.size());
  }
  if (line.ends_with(':')) line.pop_back();
  return line;
}

void keep_first(void* data, jv message) {
  const JqValue text(jq_format_error(message));
  auto& first = *static_cast<std::string*>(data);
  if (first.empty() && text.kind() == JV_KIND_STRING) {
    first = reason_in(jv_string_value(text.get()));
  }
}

Error failure(std::string message) { return {ErrorCode::kServiceFailure, std::move(message), {}}; }

/// What a program threw, or that it made nothing.
Error why_none(JqValue none) {
  const JqValue thrown(jv_invalid_get_msg(none.release()));
  if (thrown.kind() == JV_KIND_NULL) return failure("it has no output");
  if (thrown.kind() == JV_KIND_STRING) return failure(jv_string_value(thrown.get()));
  const JqValue text(jv_dump_string(thrown.copy(), 0));
  return failure(jv_string_value(text.get()));
}

}  // namespace

struct JqProgram::State {
  State() : jq(jq_init()) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { jq_teardown(&jq); }

  /// `variables`: an object whose members the text may use.
  bool compile(const std::string& text, jv variables, std::string& first_error) {
    jq_set_error_cb(jq, keep_first, &first_error);
    // Without this attribute libjq 1.6 aborts the process when a text imports something.
    jq_set_attr(jq, jv_string("JQ_LIBRARY_PATH"), jv_array());
    const bool compiled = jq_compile_args(jq, text.c_str(), variables) != 0;
    jq_set_error_cb(jq, nullptr, nullptr);
    return compiled;
  }

  jq_state* jq;
};

JqProgram::JqProgram(std::unique_ptr<State> state) : state_(std::move(state)) {}
JqProgram::JqProgram(JqProgram&&) noexcept = default;
JqProgram& JqProgram::operator=(JqProgram&&) noexcept = default;
JqProgram::~JqProgram() = default;

Result<JqProgram> JqProgram::compile(std::span<const std::string> texts) {
  auto state = std::make_unique<State>();
  if (state->jq == nullptr) return failure("libjq has no memory");
  std::string reason;
  if (state->compile(whole_program(texts), jv_object(), reason)) {
    return JqProgram(std::move(state));
  }
  if (texts.size() == 1) {
    // Once more by itself, so that jq's words are about the rule's own text.
    State alone;
    jv variables = jv_object();
    for (const char* const name : {"context", "event", "event_handler_response"}) {
      variables = jv_object_set(variables, jv_string(name), jv_null());
    }
    std::string own_reason;
    if (alone.compile(texts.front(), variables, own_reason)) {
      own_reason = "expected one expression";
    }
    reason = std::move(own_reason);
  }
  return Error{ErrorCode::kBadManifest, std::move(reason), {}};
}

Result<Json::Value> JqProgram::run(std::size_t index, const JqInput& input,
                                   EvaluationLimit& limit) {
  jv values = jv_array_sized(5);
  values = jv_array_append(values, jv_number(static_cast<double>(index)));
  for (const Json::Value* const value :
       {input.data, input.context, input.event, input.event_handler_response}) {
    values = jv_array_append(values, value == nullptr ? jv_null() : to_jq(*value).release());
  }
  jq_state* const jq = state_->jq;
  jq_start(jq, values, 0);
  JqValue output;
  {
    const auto watch = limit.watch([jq] { jq_halt(jq, jv_invalid(), jv_invalid()); });
    output = JqValue(jq_next(jq));
  }
  const bool is_halted = jq_halted(jq) != 0;
  // Lets go of the input and of what the program would go on with.
  jq_start(jq, jv_null(), 0);
  if (is_halted) {
    const auto longest = std::chrono::duration_cast<std::chrono::milliseconds>(limit.longest());
    return failure("it was ended after " + std::to_string(longest.count()) +
                   " ms of processor time");
  }
  if (output.kind() == JV_KIND_INVALID) return why_none(std::move(output));
  return from_jq(output, {});
}

}  // namespace ripple::rules
