/// Device: the plugins behind the emulated server, and who hears their events.
///
/// Knows links by number only; what it sends goes to the function that it was given. Lives on the
/// loop's thread.
#pragma once

#include <json/value.h>

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "emulator/delays.hpp"
#include "emulator/designator.hpp"
#include "emulator/plugin.hpp"
#include "emulator/profile.hpp"
#include "emulator/script.hpp"
#include "emulator/wire.hpp"

namespace ripple::thunder::emulator {

class Controller;

class Device {
 public:
  using Send = std::function<void(LinkId link, std::string text)>;
  using Done = std::function<void(const Outcome& outcome)>;

  Device(boost::asio::io_context& loop, Generation generation, Profile profile, Send send);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  /// Calls `done` once, now or later. `bound` is the callsign that the link is bound to, or empty.
  void answer(LinkId link, const std::string& bound, const Request& request, Done done);

  /// The link is gone, with its registrations.
  void forget(LinkId link);

  /// NULL where there is none.
  Plugin* find(const std::string& callsign);
  std::map<std::string, Plugin>& plugins() { return plugins_; }

  /// To all who are registered for the event; with an index only to those who gave the same.
  void emit(const std::string& callsign, const std::string& event, const Json::Value& params,
            const std::string& index = {});

  /// Changes the state, tells it, and forgets the plugin's registrations when it is not active.
  void set_state(Plugin& plugin, State state, const std::string& reason);

  /// Every plugin as it was when the server started, without registrations.
  void restart();

  std::size_t registrations() const;
  Generation generation() const { return generation_; }
  Delays& delays() { return delays_; }

 private:
  void run_method(LinkId link, Plugin& plugin, const Designator& designator, const Request& request,
                  const Done& done);
  Outcome register_link(LinkId link, Plugin& plugin, const Designator& designator,
                        const Request& request);
  Outcome unregister_link(LinkId link, Plugin& plugin, const Designator& designator,
                          const Request& request);
  Outcome property(Plugin& plugin, const Json::Value& description, const Request& request) const;
  Outcome exists(const Plugin& plugin, const Request& request) const;
  void run_entry(const std::string& callsign, const Json::Value& entry, const Request& request,
                 const Done& done);
  void run_mock(LinkId link, const Request& request, const Done& done);
  void send_to_watchers_of_all(const std::string& callsign, const std::string& event,
                               const Json::Value& params);
  void start_schedules();
  void start_late_plugins();
  void repeat(const std::string& callsign, const Json::Value& entry);
  void send_event(const Registration& registration, const Json::Value& params);

  Generation generation_;
  Profile profile_;
  Send send_;
  std::map<std::string, Plugin> plugins_;
  std::unique_ptr<Controller> controller_;
  Delays delays_;
};

}  // namespace ripple::thunder::emulator
