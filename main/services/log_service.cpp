#include "main/services/log_service.hpp"

#include <simdjson.h>
#include <spdlog/logger.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "main/services/log_writer.hpp"

namespace ripple::services {
namespace {

constexpr std::array<std::string_view, 6> kLevels = {"trace",   "debug", "info",
                                                     "warning", "error", "off"};
constexpr std::size_t kWaitingLines = 8192;

spdlog::level::level_enum to_spdlog(std::int32_t level) {
  switch (level) {
    case RIPPLE_LOG_TRACE:
      return spdlog::level::trace;
    case RIPPLE_LOG_DEBUG:
      return spdlog::level::debug;
    case RIPPLE_LOG_INFO:
      return spdlog::level::info;
    case RIPPLE_LOG_WARNING:
      return spdlog::level::warn;
    default:
      return spdlog::level::err;
  }
}

}  // namespace

Result<std::int32_t> parse_log_level(std::string_view text) {
  const auto found = std::ranges::find(kLevels, text);
  if (found == kLevels.end()) {
    return Error{
        ErrorCode::kInvalidParams,
        "expected trace, debug, info, warning, error or off, found \"" + std::string(text) + "\"",
        {}};
  }
  return static_cast<std::int32_t>(found - kLevels.begin());
}

void LogProxy::finished(const Request& request, const Message& answer, std::int64_t now) const {
  if (!service_.enabled(RIPPLE_LOG_DEBUG)) return;
  std::string line = request.session->app_id;
  line += ' ';
  line += request.record ? std::string_view(request.record->name) : request.method;
  line += answer.kind() == RIPPLE_ERROR ? " error " + std::to_string(answer.header().code) : " ok";
  line += ' ' + std::to_string((now - request.arrived) / 1000) + "us";
  service_.write("gateway", RIPPLE_LOG_DEBUG, line);
}

std::int32_t LogService::Levels::of(std::string_view module) const {
  const auto found = modules.find(module);
  return found == modules.end() ? level : found->second;
}

LogService::LogService(std::int32_t level)
    : lowest_level_(level), levels_(std::make_shared<const Levels>(Levels{level, {}})) {
  writer_ = std::make_shared<LogWriter>(STDERR_FILENO, kWaitingLines);
  logger_ = std::make_shared<spdlog::logger>("ripple", writer_);
  logger_->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
  logger_->set_level(spdlog::level::trace);
}

LogService::~LogService() = default;

Result<void> LogService::configure(const Json::Value& configuration) {
  const auto bad = [](const std::string& reason) {
    return Error{ErrorCode::kInvalidParams, "log configuration: " + reason, {}};
  };
  if (!configuration.isObject()) return bad(R"(expected {"level":..,"modules":{..}})");
  auto fresh = std::make_shared<Levels>(*levels());
  for (const std::string& key : configuration.getMemberNames()) {
    const Json::Value& value = configuration[key];
    if (key == "level") {
      const Result<std::int32_t> level = parse_log_level(value.isString() ? value.asString() : "");
      if (!level) return bad("/level: " + level.error().message);
      fresh->level = *level;
    } else if (key == "modules" && value.isObject()) {
      for (const std::string& module : value.getMemberNames()) {
        const Json::Value& text = value[module];
        const Result<std::int32_t> level = parse_log_level(text.isString() ? text.asString() : "");
        if (!level) return bad("/modules/" + module + ": " + level.error().message);
        fresh->modules[module] = *level;
      }
    } else {
      return bad("/" + key + R"(: expected "level" or "modules":{MODULE:LEVEL})");
    }
  }
  std::int32_t lowest = fresh->level;
  for (const auto& [module, level] : fresh->modules) lowest = std::min(lowest, level);
  const std::lock_guard lock(mutex_);
  levels_ = std::move(fresh);
  lowest_level_ = lowest;
  return {};
}

Result<Json::Value> LogService::call(const Json::Value& arguments) {
  if (arguments.isObject() && arguments.empty()) {
    const std::shared_ptr<const Levels> now = levels();
    Json::Value result(Json::objectValue);
    result["level"] = std::string(kLevels[static_cast<std::size_t>(now->level)]);
    result["modules"] = Json::objectValue;
    for (const auto& [module, level] : now->modules) {
      result["modules"][module] = std::string(kLevels[static_cast<std::size_t>(level)]);
    }
    return result;
  }
  if (!arguments.isObject() || !arguments["text"].isString()) {
    return Error{ErrorCode::kInvalidParams, R"(log: expected {"text":TEXT})", {}};
  }
  const std::string text = arguments["text"].asString();
  if (!simdjson::validate_utf8(text)) {
    return Error{ErrorCode::kInvalidParams, "log: the text is not valid UTF-8", {}};
  }
  write("control", RIPPLE_LOG_INFO, text);
  return Json::Value(true);
}

void LogService::write(std::string_view module, std::int32_t level, std::string_view text) {
  if (!enabled(level) || level < levels()->of(module) || level >= RIPPLE_LOG_OFF) return;
  logger_->log(to_spdlog(level), "{}: {}", module, text);
}

void LogService::flush() { writer_->drain(); }

std::shared_ptr<const LogService::Levels> LogService::levels() const {
  const std::lock_guard lock(mutex_);
  return levels_;
}

}  // namespace ripple::services
