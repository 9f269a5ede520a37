/// Main's log: levels per module, changed while the platform runs, and the lines of extensions.
///
/// Configuration: {"level":LEVEL,"modules":{MODULE:LEVEL}}, LEVEL one of trace, debug, info, warning,
/// error, off. Modules: bootstrap, gateway, iec, services, extn, and the ExtnId of a channel.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "main/iec/channel_host.hpp"
#include "main/services/request.hpp"
#include "main/services/service.hpp"

namespace spdlog {
class logger;
}

namespace ripple::services {
class LogWriter;
}

namespace ripple::services {

/// "trace".."off" to ripple_log_level; kInvalidParams names the choices.
Result<std::int32_t> parse_log_level(std::string_view text);

class LogService;

/// A request's face of the log.
class LogProxy {
 public:
  explicit LogProxy(LogService& service) : service_(service) {}
  /// The request is over: one line at level debug, a failed one with its code.
  void finished(const Request& request, const Message& answer, std::int64_t now) const;

 private:
  LogService& service_;
};

/// write() may be called on any thread and never blocks: when the log cannot keep up the oldest
/// lines are dropped and counted.
class LogService final : public Service, public iec::ExtnLog {
 public:
  /// Lines go to standard error; `level` holds until it is configured.
  explicit LogService(std::int32_t level);
  ~LogService() override;

  std::string_view name() const override { return "log"; }
  Result<void> configure(const Json::Value& configuration) override;
  /// {}: the levels, in the form of the configuration. {"text":TEXT}: one line at level info from
  /// module "control"; kInvalidParams when it is not valid UTF-8.
  Result<Json::Value> call(const Json::Value& arguments) override;

  LogProxy create_proxy() { return LogProxy(*this); }

  bool enabled(std::int32_t level) const override {
    return level >= lowest_level_.load(std::memory_order_relaxed);
  }
  void write(std::string_view module, std::int32_t level, std::string_view text) override;
  /// Waits until what was written has left, for at most a second.
  void flush();

 private:
  struct Levels {
    std::int32_t level;
    std::map<std::string, std::int32_t, std::less<>> modules;
    std::int32_t of(std::string_view module) const;
  };

  std::shared_ptr<const Levels> levels() const;

  std::atomic<std::int32_t> lowest_level_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Levels> levels_;  // guarded by mutex_
  std::shared_ptr<LogWriter> writer_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace ripple::services
