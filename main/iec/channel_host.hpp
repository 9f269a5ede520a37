/// Main as one channel sees it: the ripple_host of abi.h, and the way back into the router.
///
///     ChannelHost host(index, names, inbox, loop, log);
///     builder->build(builder, &arguments_with(host.abi()), &channel, &failure);
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "main/iec/extn_table.hpp"
#include "main/iec/inbox.hpp"
#include "main/iec/main_loop.hpp"
#include "ripple/abi.h"

namespace ripple::iec {

/// Where the log lines of extensions go. Any thread, never blocks.
class ExtnLog {
 public:
  virtual ~ExtnLog() = default;
  virtual bool enabled(std::int32_t level) const = 0;
  virtual void write(std::string_view extn_id, std::int32_t level, std::string_view text) = 0;
};

class ChannelHost {
 public:
  ChannelHost(ExtnIndex index, const ExtnTable& names, Inbox& inbox, MainLoop& loop, ExtnLog& log);
  ChannelHost(const ChannelHost&) = delete;
  ChannelHost& operator=(const ChannelHost&) = delete;

  /// Lives as long as this object.
  const ripple_host* abi() const { return &abi_; }

 private:
  static const ChannelHost& self(const ripple_host* host) {
    return *static_cast<const ChannelHost*>(host->self);
  }

  ripple_host abi_{};
  ExtnIndex index_;
  const ExtnTable& names_;
  Inbox& inbox_;
  MainLoop& loop_;
  ExtnLog& log_;
};

}  // namespace ripple::iec
