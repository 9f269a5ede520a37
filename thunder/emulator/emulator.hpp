/// Emulator: a server that behaves on the wire as Thunder does, with the plugins of a profile.
///
///     Emulator emulator(loop, {.profile = load_profile("device.json").profile});
///     const std::uint16_t port = emulator.listen().port;
///     emulator.faults().drop_replies = 1;
///
/// For tests in the loop of the code under test, and for the program thunder-emulator. Lives on the
/// loop's thread.
#pragma once

#include <json/value.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "emulator/connection.hpp"
#include "emulator/delays.hpp"
#include "emulator/device.hpp"
#include "emulator/faults.hpp"
#include "emulator/profile.hpp"

namespace ripple::thunder::emulator {

struct EmulatorConfig {
  Profile profile{};
  Generation generation = Generation::kR5;
  /// 0 for any that is free; loopback only.
  std::uint16_t port = 0;
  /// When there are tokens, a handshake needs one of them.
  std::vector<std::string> tokens{};
  /// Tokens that open a link on which no call is allowed.
  std::vector<std::string> tokens_without_rights{};
  /// Links without traffic are pinged at one scan and closed at the next.
  std::chrono::milliseconds idle_scan{180'000};
  /// Thunder never sets TCP_NODELAY, so that a message of more than one frame waits for the
  /// client's delayed acknowledgement: some 44 ms on loopback. True spares those who measure other
  /// things.
  bool no_delay = false;
};

/// The port, or what is wrong.
struct Listening {
  std::uint16_t port = 0;
  std::string problem;
};

class Emulator final : private ConnectionHost {
 public:
  Emulator(boost::asio::io_context& loop, EmulatorConfig config);
  ~Emulator();
  Emulator(const Emulator&) = delete;
  Emulator& operator=(const Emulator&) = delete;

  Listening listen();

  /// Ends all links and listens no more, as when the server dies.
  void stop();
  /// stop(), and listens at the same port after `pause` with plugins as at the start.
  void restart(std::chrono::milliseconds pause);

  void cut_links();
  void cut_link(LinkId link);
  void send_garbage();
  /// Any text, as one message, on every link.
  void send_text_to_all(const std::string& text);
  /// Sends what faults().hold_replies_to and reverse_replies kept back, the last one first.
  void release_held_replies();
  /// Deactivates the plugin for `reason` and activates it after `pause`, as a monitor would.
  void restart_plugin(const std::string& callsign, std::chrono::milliseconds pause,
                      const std::string& reason = "Failure");

  Faults& faults() override { return faults_; }
  Device& device() { return device_; }
  std::vector<LinkId> links() const;
  /// Links, and connections that are none yet.
  std::size_t connections() const { return links_.size(); }
  /// Requests that were understood since the start, by designator.
  const std::map<std::string, std::uint64_t>& requests() const { return requests_; }
  /// Pings and pongs that clients sent.
  std::uint64_t pings() const { return pings_; }
  std::uint64_t pongs() const { return pongs_; }

  /// What happens each idle_scan: pings the links without traffic since the last time, and ends
  /// those that a ping did not wake and those that never became WebSockets.
  void scan_for_idle_links();

 private:
  friend class ControlPlugin;

  std::string admit(const HttpHead& head, std::string& bound, Rights& rights) override;
  void answer(LinkId link, const std::string& bound, const Request& request,
              std::function<void(const Outcome&)> done) override;
  void deliver(LinkId link, const std::string& method, std::string reply) override;
  void closed(LinkId link) override;
  void pinged() override { ++pings_; }
  void ponged() override { ++pongs_; }
  Generation generation() const override { return config_.generation; }

  void accept();
  void schedule_scan();
  void send(LinkId link, const std::string& text);

  boost::asio::io_context& loop_;
  EmulatorConfig config_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer idle_scan_;
  bool is_scanning_ = false;
  std::map<LinkId, std::shared_ptr<Connection>> links_;
  std::map<LinkId, bool> pinged_;
  LinkId last_link_ = 0;
  Faults faults_;
  std::vector<std::pair<LinkId, std::string>> held_replies_;
  std::map<std::string, std::uint64_t> requests_;
  std::uint64_t pings_ = 0;
  std::uint64_t pongs_ = 0;
  Device device_;
  Delays delays_;
};

}  // namespace ripple::thunder::emulator
