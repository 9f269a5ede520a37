/// PluginTable: what is known of each plugin of a server, from its events and from its answers.
///
///     const std::uint64_t asked_at = plugin->changes();
///     ...                                               // ask the server
///     table.answered(*plugin, state, asked_at);
///
/// Events and answers travel on different connections, so an answer may be older than an event that
/// came before it. Events come in order, and there is one for every change: an answer counts only
/// when nothing was heard since its question.
#pragma once

#include <json/value.h>

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "ripple/thunder/error.hpp"
#include "ripple/thunder/plugin_state.hpp"
#include "wait_list.hpp"

namespace ripple::thunder {

class Plugin {
 public:
  explicit Plugin(const boost::asio::any_io_executor& executor)
      : activated(executor), changed(executor) {}

  PluginState state() const { return state_; }
  bool is_ready() const { return thunder::is_ready(state_); }
  /// Why it is in this state, in the server's words; empty when only an answer told the state.
  const std::string& reason() const { return reason_; }
  /// Counts what was heard: changes that the server told, and lost connections.
  std::uint64_t changes() const { return changes_; }

  bool is_activating = false;
  WaitList<Result<void>> activated;
  /// Told whenever the state may be another.
  WaitList<bool> changed;

 private:
  friend class PluginTable;
  PluginState state_ = PluginState::kUnknown;
  std::string reason_;
  std::uint64_t changes_ = 0;
};

using PluginPtr = std::shared_ptr<Plugin>;

class PluginTable {
 public:
  explicit PluginTable(boost::asio::any_io_executor executor)
      : executor_(std::move(executor)), any_change_(executor_) {}

  /// The entry of `callsign`; makes one where there is none.
  PluginPtr at(const std::string& callsign);
  PluginState state_of(const std::string& callsign) const;

  /// The params of Controller's statechange.
  void heard(const Json::Value& params);
  /// False when the answer is too old to count.
  bool answered(Plugin& plugin, PluginState state, std::uint64_t asked_at);
  /// The connection is another: nothing is known any more.
  void forget_all();
  /// Drops the entry of a plugin that the server does not have, unless somebody waits for it.
  void drop_if_missing(const std::string& callsign);

  /// Told whenever any state may be another.
  WaitList<bool>& any_change() { return any_change_; }
  /// Wakes all who wait; those for an activation with `reason`.
  void wake_all(const Error& reason);

 private:
  void set(Plugin& plugin, PluginState state, std::string reason);

  boost::asio::any_io_executor executor_;
  std::unordered_map<std::string, PluginPtr> plugins_;
  WaitList<bool> any_change_;
};

/// What the reply to Controller's status says of the plugin; kUnknown when it says nothing.
PluginState state_in(const Json::Value& reply, const std::string& callsign);

}  // namespace ripple::thunder
