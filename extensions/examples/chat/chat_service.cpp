#include "chat/chat_service.hpp"

#include <memory>
#include <ripple/contracts/chat.hpp>
#include <string>
#include <utility>

#include "chat/rooms.hpp"

namespace chat {
namespace {

using ripple::Error;
using ripple::ErrorCode;
using ripple::Result;
using ripple::Task;
using ripple::contracts::Chat;

/// Sends what is heard until the caller goes or has fallen too far behind.
Task<void> pass_on(Hearing& hearing, ripple::MultiWriter<ChatMessage>& writer) {
  auto messages = hearing.messages.stream();
  bool goes_on = true;
  while (goes_on) {
    const auto message = co_await messages.next();
    if (!message) {
      writer.fail({ErrorCode::kOverloaded, "what was said was read too slowly", {}});
      co_return;
    }
    const Result<void> sent = co_await writer.send(**message);
    goes_on = sent.has_value();
  }
}

Task<void> watch(std::shared_ptr<Rooms> rooms, Chat::Watch& call) {
  Hearing hearing = rooms->enter(call.params.room, "");
  co_await pass_on(hearing, call.writer);
}

Task<void> dictate(std::shared_ptr<Rooms> rooms, Chat::Dictate& call) {
  std::int64_t said = 0;
  bool goes_on = true;
  while (goes_on) {
    const auto text = co_await call.items.next();
    goes_on = text.has_value() && text->has_value();
    if (text && !*text) co_return call.fail(text->error());
    if (!goes_on) break;
    rooms->say(call.params.room, call.params.name, **text);
    ++said;
  }
  call.reply(said);
}

Task<void> say_all(std::shared_ptr<Rooms> rooms, Chat::Talk& call) {
  bool goes_on = true;
  while (goes_on) {
    const auto text = co_await call.items.next();
    goes_on = text.has_value() && text->has_value();
    if (goes_on) rooms->say(call.params.room, call.params.name, **text);
  }
}

/// Who says no more hears no more.
Task<void> talk(std::shared_ptr<Rooms> rooms, Chat::Talk& call) {
  Hearing hearing = rooms->enter(call.params.room, call.params.name);
  co_await ripple::when_any(say_all(rooms, call), pass_on(hearing, call.writer));
}

}  // namespace

Task<void> serve_chat(ripple::Node node) {
  const auto backlog = node.config().get("backlog", 64).asUInt64();
  const auto rooms = std::make_shared<Rooms>(backlog);
  return ripple::run_event_loop<Chat>(
      node,
      ripple::overloaded{
          [rooms](Chat::Post& call) -> Task<void> {
            call.reply(rooms->say(call.params.room, call.params.name, call.params.text));
            co_return;
          },
          [rooms](Chat::Watch& call) { return watch(rooms, call); },
          [rooms](Chat::Dictate& call) { return dictate(rooms, call); },
          [rooms](Chat::Talk& call) { return talk(rooms, call); },
      },
      {.concurrency = 1024});
}

}  // namespace chat
