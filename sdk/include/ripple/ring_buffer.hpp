/// RingBuffer: a queue in one piece of memory, which it keeps.
///
///     RingBuffer<int> numbers;
///     numbers.push_back(1);
///     int first = numbers.pop_front();
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace ripple {

/// Grows by doubling and never shrinks: a steady stream through it needs no memory. Not for two
/// threads at once. T is moved without throwing.
template <typename T>
class RingBuffer {
 public:
  RingBuffer() = default;
  RingBuffer(const RingBuffer&) = delete;
  RingBuffer& operator=(const RingBuffer&) = delete;
  ~RingBuffer() {
    clear();
    if (places_ != nullptr) std::allocator<T>().deallocate(places_, capacity_);
  }

  bool is_empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  void push_back(T&& element) {
    if (size_ == capacity_) grow();
    std::construct_at(place(size_), std::move(element));
    ++size_;
  }

  /// The element becomes the next one that pop_front gives.
  void push_front(T&& element) {
    if (size_ == capacity_) grow();
    first_ = (first_ + capacity_ - 1) & (capacity_ - 1);
    std::construct_at(place(0), std::move(element));
    ++size_;
  }

  /// Only when there is one.
  T pop_front() {
    T* const front = place(0);
    T element(std::move(*front));
    std::destroy_at(front);
    first_ = (first_ + 1) & (capacity_ - 1);
    --size_;
    return element;
  }

  void clear() {
    while (!is_empty()) static_cast<void>(pop_front());
  }

  void swap(RingBuffer& other) noexcept {
    std::swap(places_, other.places_);
    std::swap(capacity_, other.capacity_);
    std::swap(first_, other.first_);
    std::swap(size_, other.size_);
  }

 private:
  T* place(std::size_t position) { return places_ + ((first_ + position) & (capacity_ - 1)); }

  void grow() {
    const std::size_t capacity = capacity_ == 0 ? 8 : 2 * capacity_;
    T* const places = std::allocator<T>().allocate(capacity);
    for (std::size_t i = 0; i < size_; ++i) {
      std::construct_at(places + i, std::move(*place(i)));
      std::destroy_at(place(i));
    }
    if (places_ != nullptr) std::allocator<T>().deallocate(places_, capacity_);
    places_ = places;
    capacity_ = capacity;
    first_ = 0;
  }

  T* places_ = nullptr;
  std::size_t capacity_ = 0;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

}  // namespace ripple
