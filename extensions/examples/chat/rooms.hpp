/// Rooms: who hears what is said in which room.
///
///     Hearing hearing = rooms.enter("hall", "Ann");
///     rooms.say("hall", "Bob", "hello");
///     auto message = co_await hearing.messages.receive();   // {"Bob", "hello"}
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <ripple/channel.hpp>
#include <ripple/contracts/chat.hpp>
#include <string>
#include <vector>

namespace chat {

using ChatMessage = ripple::contracts::Chat::ChatMessage;

/// What one listener hears, until it is destroyed.
struct Hearing {
  ripple::Receiver<ChatMessage> messages;
};

/// On the channel's thread.
class Rooms {
 public:
  /// `backlog`: how many messages a listener may be behind; who is further behind hears nothing
  /// more.
  explicit Rooms(std::size_t backlog) : backlog_(backlog) {}

  /// An empty `name` hears everything, another all but what it says itself.
  Hearing enter(const std::string& room, const std::string& name);

  /// How many hear it.
  std::int64_t say(const std::string& room, const std::string& name, const std::string& text);

  std::size_t listeners(const std::string& room) const;

 private:
  struct Listener {
    std::string name;
    ripple::Sender<ChatMessage> sender;
  };

  std::size_t backlog_;
  std::map<std::string, std::vector<Listener>> rooms_;
};

}  // namespace chat
