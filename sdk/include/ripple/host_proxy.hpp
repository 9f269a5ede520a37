/// HostProxy: Main, as one channel sees it, with the C of abi.h behind it.
///
/// Extension authors reach it through Node. Every member may be called from any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "ripple/abi.h"
#include "ripple/message.hpp"

namespace ripple {

enum class LogLevel : std::int32_t {
  kTrace = RIPPLE_LOG_TRACE,
  kDebug = RIPPLE_LOG_DEBUG,
  kInfo = RIPPLE_LOG_INFO,
  kWarning = RIPPLE_LOG_WARNING,
  kError = RIPPLE_LOG_ERROR,
};

inline ripple_string to_abi(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view from_abi(ripple_string text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

/// Borrows the host; valid until the channel is destroyed.
class HostProxy {
 public:
  explicit HostProxy(const ripple_host& host) : host_(&host) {}

  const ripple_host& raw() const { return *host_; }

  /// RIPPLE_OK, RIPPLE_FULL or RIPPLE_CLOSED; the message is gone in any case.
  std::int32_t send(Message message) const {
    const ripple_message raw_message = message.give();
    return host_->send(host_, &raw_message);
  }

  std::int64_t now() const { return host_->now(host_); }

  bool logs(LogLevel level) const {
    return host_->log_enabled(host_, static_cast<std::int32_t>(level)) != 0;
  }
  void log(LogLevel level, std::string_view text) const {
    if (logs(level)) host_->log(host_, static_cast<std::int32_t>(level), to_abi(text));
  }

  std::uint32_t contract_index(std::string_view name) const {
    return host_->contract_index(host_, to_abi(name));
  }
  std::uint32_t method_index(std::uint32_t contract, std::string_view name) const {
    return host_->method_index(host_, contract, to_abi(name));
  }
  std::uint32_t extn_index(std::string_view id) const {
    return host_->extn_index(host_, to_abi(id));
  }
  std::string_view extn_name(std::uint32_t index) const {
    return from_abi(host_->extn_name(host_, index));
  }

  /// NULL when Main does not have it.
  const void* ability(std::string_view name) const { return host_->ability(host_, to_abi(name)); }

 private:
  const ripple_host* host_;
};

}  // namespace ripple
