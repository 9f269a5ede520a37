/// Connection: one client's socket, from the handshake to the end.
///
/// Answers as Thunder does: pongs and closing frames are empty, messages leave in frames of about a
/// kilobyte, binary messages and unknown opcodes are ignored, and at most so many requests are
/// worked on at a time. Lives on the loop's thread.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/faults.hpp"
#include "emulator/frame.hpp"
#include "emulator/message_parser.hpp"
#include "emulator/plugin.hpp"
#include "emulator/upgrade.hpp"
#include "emulator/wire.hpp"

namespace ripple::thunder::emulator {

class Connection;

/// What may be called on a link.
enum class Rights { kAll, kOnlyExists, kNone };

/// What a connection needs from the server.
class ConnectionHost {
 public:
  /// The status of a refusal such as "403 ...", or empty; sets `bound` for links to one plugin, and
  /// `rights`.
  virtual std::string admit(const HttpHead& head, std::string& bound, Rights& rights) = 0;
  virtual void answer(LinkId link, const std::string& bound, const Request& request,
                      std::function<void(const Outcome&)> done) = 0;
  /// Sends the reply to `method` now, later, or not at all.
  virtual void deliver(LinkId link, const std::string& method, std::string reply) = 0;
  virtual void closed(LinkId link) = 0;
  virtual void pinged() = 0;
  virtual void ponged() = 0;
  virtual Faults& faults() = 0;
  virtual Generation generation() const = 0;

 protected:
  ~ConnectionHost() = default;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// Requests of one link that are worked on at a time.
  static constexpr std::size_t kThrottle = 2;

  Connection(boost::asio::ip::tcp::socket socket, LinkId id, ConnectionHost& host);

  void start();
  /// A text message, in frames.
  void send(std::string_view text);
  /// Bytes as they are.
  void send_bytes(std::string bytes);
  void ping();
  /// The end that a client sees as EOF; no closing frame, as Thunder sends none.
  void cut();

  LinkId id() const { return id_; }
  bool is_open() const { return is_upgraded_ && !is_cut_; }
  /// Whether a byte came since the last call.
  bool take_traffic() { return std::exchange(had_traffic_, false); }

 private:
  void read();
  void on_bytes(std::string_view bytes);
  void try_handshake();
  void handshake(const HttpHead& head);
  void answer_post(const std::string& body);
  bool may_call(const Request& request) const;
  void on_frame(Frame frame);
  void on_text(const std::string& text);
  void work();
  void write();
  std::string fragments(std::string_view text, bool& cuts);

  boost::asio::ip::tcp::socket socket_;
  LinkId id_;
  ConnectionHost& host_;
  std::array<char, 65536> inbound_;
  std::string head_;
  FrameReader frames_;
  std::string fragmented_;
  bool is_text_ = true;
  MessageParser parser_;
  std::string bound_;
  std::deque<Request> waiting_;
  std::size_t working_ = 0;
  std::deque<std::string> outbound_;
  Rights rights_ = Rights::kAll;
  bool is_dead_ = false;
  bool is_upgraded_ = false;
  bool is_cut_ = false;
  bool cuts_when_written_ = false;
  // A POST of register is answered with the first event.
  bool posts_first_event_ = false;
  bool had_traffic_ = false;
};

}  // namespace ripple::thunder::emulator
