/// Buffer: a shared run of bytes that crosses the boundary to Main without being copied.
///
///     Buffer buffer = Buffer::copy_of(R"({"a":1})");
///     Buffer also = buffer;               // one more reference
///     ripple_buffer* raw = also.give();   // the reference now belongs to whoever takes raw
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "ripple/abi.h"

namespace ripple {

/// Owns one reference, or is empty. The bytes never change once made. Copying and destroying are
/// safe from any thread; one Buffer object is not for two threads at once.
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer& other) : buffer_(other.buffer_) {
    if (buffer_ != nullptr) buffer_->retain(buffer_);
  }
  Buffer(Buffer&& other) noexcept : buffer_(std::exchange(other.buffer_, nullptr)) {}
  Buffer& operator=(Buffer other) noexcept {
    std::swap(buffer_, other.buffer_);
    return *this;
  }
  ~Buffer() {
    if (buffer_ != nullptr) buffer_->release(buffer_);
  }

  /// Takes over the reference that `buffer` stands for; NULL makes an empty Buffer.
  static Buffer adopt(ripple_buffer* buffer) {
    Buffer result;
    result.buffer_ = buffer;
    return result;
  }

  /// Both texts one behind the other, in one allocation. Two empty texts make an empty Buffer.
  static Buffer copy_of(std::string_view first, std::string_view second = {}) {
    const std::size_t size = first.size() + second.size();
    if (size == 0) return Buffer();
    void* const memory = ::operator new(sizeof(Inline) + size);
    char* const bytes = static_cast<char*>(memory) + sizeof(Inline);
    if (!first.empty()) std::memcpy(bytes, first.data(), first.size());
    if (!second.empty()) std::memcpy(bytes + first.size(), second.data(), second.size());
    auto* const made = new (memory)
        Inline{{sizeof(ripple_buffer), bytes, size, &Inline::retain, &Inline::release}, 1};
    return adopt(&made->base);
  }

  /// Takes over a string without copying its bytes: right for long ones.
  static Buffer take(std::string text) {
    if (text.empty()) return Buffer();
    auto* const made = new Text{
        {sizeof(ripple_buffer), nullptr, 0, &Text::retain, &Text::release}, 1, std::move(text)};
    made->base.data = made->text.data();
    made->base.size = made->text.size();
    return adopt(&made->base);
  }

  std::string_view view() const {
    return buffer_ == nullptr ? std::string_view() : std::string_view(buffer_->data, buffer_->size);
  }

  /// Borrowed; NULL when empty.
  ripple_buffer* get() const { return buffer_; }

  /// The reference leaves this Buffer, which is empty afterwards.
  ripple_buffer* give() { return std::exchange(buffer_, nullptr); }

 private:
  // `base` is the first member of both, so a pointer to it is a pointer to the whole.
  struct Inline {
    ripple_buffer base;
    std::atomic<std::uint32_t> references;

    static void retain(ripple_buffer* buffer) {
      reinterpret_cast<Inline*>(buffer)->references.fetch_add(1, std::memory_order_relaxed);
    }
    static void release(ripple_buffer* buffer) {
      auto* const self = reinterpret_cast<Inline*>(buffer);
      if (self->references.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
      self->~Inline();
      ::operator delete(static_cast<void*>(self));
    }
  };
  struct Text {
    ripple_buffer base;
    std::atomic<std::uint32_t> references;
    std::string text;

    static void retain(ripple_buffer* buffer) {
      reinterpret_cast<Text*>(buffer)->references.fetch_add(1, std::memory_order_relaxed);
    }
    static void release(ripple_buffer* buffer) {
      auto* const self = reinterpret_cast<Text*>(buffer);
      if (self->references.fetch_sub(1, std::memory_order_acq_rel) == 1) delete self;
    }
  };

  ripple_buffer* buffer_ = nullptr;
};

}  // namespace ripple
