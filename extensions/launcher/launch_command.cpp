#include "launcher/launch_command.hpp"

#include <array>
#include <optional>
#include <ripple/json.hpp>
#include <utility>

namespace ripple::launcher {
namespace {

struct Placeholder {
  std::string_view name;
  std::string LaunchValues::*value;
};

constexpr std::array<Placeholder, 4> kPlaceholders = {{{"app_id", &LaunchValues::app_id},
                                                       {"session_id", &LaunchValues::session_id},
                                                       {"start_page", &LaunchValues::start_page},
                                                       {"endpoint", &LaunchValues::endpoint}}};

/// The next `{lower_case_name}` in `text` from `at`, as [begin, end) with the braces. Other braces
/// are text: arguments may well hold JSON.
std::optional<std::pair<std::size_t, std::size_t>> next_placeholder(std::string_view text,
                                                                    std::size_t at) {
  for (; (at = text.find('{', at)) != std::string_view::npos; ++at) {
    const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", at + 1);
    if (end != std::string_view::npos && end > at + 1 && text[end] == '}') {
      return std::pair(at, end + 1);
    }
  }
  return std::nullopt;
}

const Placeholder* find_placeholder(std::string_view with_braces) {
  for (const auto& placeholder : kPlaceholders) {
    if (with_braces.substr(1, with_braces.size() - 2) == placeholder.name) return &placeholder;
  }
  return nullptr;
}

Result<void> check_placeholders(std::string_view text) {
  std::size_t at = 0;
  while (const auto found = next_placeholder(text, at)) {
    const auto name = text.substr(found->first, found->second - found->first);
    if (find_placeholder(name) == nullptr) {
      return Error{ErrorCode::kInvalidParams,
                   "#: expected one of {app_id}, {session_id}, {start_page}, {endpoint}, found " +
                       std::string(name),
                   ""};
    }
    at = found->second;
  }
  if (text.find('\0') != std::string_view::npos) {
    return Error{ErrorCode::kInvalidParams, "#: expected text, found a zero byte in it", ""};
  }
  return {};
}

std::string expand_text(std::string_view text, const LaunchValues& values) {
  std::string expanded;
  std::size_t at = 0;
  while (const auto found = next_placeholder(text, at)) {
    expanded += text.substr(at, found->first - at);
    const auto name = text.substr(found->first, found->second - found->first);
    expanded += values.*(find_placeholder(name)->value);
    at = found->second;
  }
  expanded += text.substr(at);
  return expanded;
}

}  // namespace

Result<LaunchCommand> LaunchCommand::parse(const Json::Value& launch) {
  LaunchCommand command;
  if (auto read = read_member(launch, "command", command.arguments_); !read) return read.error();
  if (command.arguments_.empty() || command.arguments_.front().empty()) {
    return Error{ErrorCode::kInvalidParams,
                 "#/command: expected the name of a program and its arguments, found nothing", ""};
  }
  std::optional<std::map<std::string, std::string>> environment;
  if (auto read = read_member(launch, "environment", environment); !read) return read.error();
  if (environment) command.environment_ = std::move(*environment);

  for (std::size_t i = 0; i < command.arguments_.size(); ++i) {
    if (auto checked = check_placeholders(command.arguments_[i]); !checked) {
      return within("command", within(std::to_string(i), checked.error()));
    }
  }
  for (const auto& [name, value] : command.environment_) {
    if (name.empty() || name.find('=') != std::string::npos) {
      return Error{ErrorCode::kInvalidParams,
                   "#/environment: expected names without '=', found \"" + name + "\"", ""};
    }
    if (auto checked = check_placeholders(value); !checked) {
      return within("environment", within(name, checked.error()));
    }
  }
  return command;
}

LaunchCommand LaunchCommand::expand(const LaunchValues& values) const {
  LaunchCommand expanded;
  for (const auto& argument : arguments_) {
    expanded.arguments_.push_back(expand_text(argument, values));
  }
  for (const auto& [name, value] : environment_) {
    expanded.environment_[name] = expand_text(value, values);
  }
  return expanded;
}

}  // namespace ripple::launcher
