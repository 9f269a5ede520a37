/// The message buffer that websocketpp fills and writes: one payload string that is moved, never
/// copied, and that has room behind its end for a parser that reads ahead.
///
/// The function names are those that websocketpp asks of its `message_type`. Compiled as C++17.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <websocketpp/frame.hpp>

namespace ripple::websocket {

/// simdjson reads this many bytes behind a document; they must belong to the same allocation.
inline constexpr std::size_t kParserPadding = 64;

class MessageSource;

/// One data or control frame.
class FrameMessage {
 public:
  using ptr = std::shared_ptr<FrameMessage>;

  /// A buffer to read into. `source` must outlive the message; null for outgoing ones.
  FrameMessage(MessageSource* source, websocketpp::frame::opcode::value opcode, std::size_t size)
      : source_(source), opcode_(opcode) {
    payload_.reserve(size + kParserPadding);
  }

  /// An outgoing text frame, ready for the wire.
  explicit FrameMessage(std::string text)
      : payload_(std::move(text)), opcode_(websocketpp::frame::opcode::text), prepared_(true) {
    const websocketpp::frame::basic_header header(opcode_, payload_.size(), true, false);
    header_ = websocketpp::frame::prepare_header(
        header, websocketpp::frame::extended_header(payload_.size()));
  }

  bool get_prepared() const { return prepared_; }
  void set_prepared(bool value) { prepared_ = value; }
  bool get_compressed() const { return false; }
  void set_compressed(bool) {}
  bool get_terminal() const { return terminal_; }
  void set_terminal(bool value) { terminal_ = value; }
  bool get_fin() const { return true; }
  websocketpp::frame::opcode::value get_opcode() const { return opcode_; }
  void set_opcode(websocketpp::frame::opcode::value value) { opcode_ = value; }
  const std::string& get_header() const { return header_; }
  void set_header(const std::string& value) { header_ = value; }
  const std::string& get_payload() const { return payload_; }
  void set_payload(const std::string& value) { payload_ = value; }
  void append_payload(const std::string& value) { payload_ += value; }
  void append_payload(const void* data, std::size_t size) {
    payload_.append(static_cast<const char*>(data), size);
  }

  /// The payload to append to. A message that has outgrown the limit is emptied and reported.
  std::string& get_raw_payload();

  MessageSource* source() const { return source_; }

 private:
  MessageSource* source_ = nullptr;
  std::string header_;
  std::string payload_;
  websocketpp::frame::opcode::value opcode_;
  bool prepared_ = false;
  bool terminal_ = false;
};

/// Makes the messages of one connection and bounds the incoming ones.
///
/// websocketpp adds the length of a continuation frame to what is there already without regard to
/// overflow, so that a frame which claims 2^64 - 1 bytes passes its check. The bound is kept here,
/// where the bytes arrive.
class MessageSource {
 public:
  using ptr = std::shared_ptr<MessageSource>;

  FrameMessage::ptr get_message() {
    return std::make_shared<FrameMessage>(this, websocketpp::frame::opcode::text, 0);
  }
  FrameMessage::ptr get_message(websocketpp::frame::opcode::value opcode, std::size_t size) {
    return std::make_shared<FrameMessage>(this, opcode, size);
  }

  void set_limit(std::size_t bytes, std::function<void()> on_exceeded) {
    limit_ = bytes;
    on_exceeded_ = std::move(on_exceeded);
  }
  std::size_t limit() const { return limit_; }
  void exceeded() const {
    if (on_exceeded_) on_exceeded_();
  }

 private:
  std::size_t limit_ = std::numeric_limits<std::size_t>::max();
  std::function<void()> on_exceeded_;
};

inline std::string& FrameMessage::get_raw_payload() {
  if (source_ != nullptr && payload_.size() > source_->limit()) {
    payload_.clear();
    source_->exceeded();
  }
  return payload_;
}

}  // namespace ripple::websocket
