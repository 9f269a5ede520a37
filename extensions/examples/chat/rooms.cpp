#include "chat/rooms.hpp"

#include <utility>

namespace chat {

Hearing Rooms::enter(const std::string& room, const std::string& name) {
  auto [sender, receiver] = ripple::make_channel<ChatMessage>(backlog_, "what is said in " + room);
  rooms_[room].push_back({name, std::move(sender)});
  return {std::move(receiver)};
}

std::int64_t Rooms::say(const std::string& room, const std::string& name, const std::string& text) {
  const auto found = rooms_.find(room);
  if (found == rooms_.end()) return 0;
  ChatMessage message;
  message.name = name;
  message.text = text;
  std::int64_t heard = 0;
  // Who has gone, or is too far behind, is forgotten: with its sender its channel closes.
  std::erase_if(found->second, [&](const Listener& listener) {
    if (!listener.name.empty() && listener.name == name) return false;
    const bool hears = static_cast<bool>(listener.sender.try_send(message));
    heard += hears ? 1 : 0;
    return !hears;
  });
  if (found->second.empty()) rooms_.erase(found);
  return heard;
}

std::size_t Rooms::listeners(const std::string& room) const {
  const auto found = rooms_.find(room);
  return found == rooms_.end() ? 0 : found->second.size();
}

}  // namespace chat
