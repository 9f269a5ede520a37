/// Link and LinkedList: a list whose elements carry their own links, so that joining and leaving
/// cost no memory, and an element that is destroyed leaves by itself.
///
///     struct Sleeper : Link<Sleeper> {};
///     LinkedList<Sleeper> sleepers;
///     Sleeper sleeper;
///     sleepers.push_back(sleeper);
#pragma once

#include <cstddef>
#include <utility>

namespace ripple {

template <typename Tag>
class LinkedList;

/// A place in at most one LinkedList<Tag>. The element type derives from it, once for each list
/// that it can be in at the same time.
template <typename Tag>
class Link {
 public:
  Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  ~Link() { unlink(); }

  bool is_linked() const { return next_ != this; }

  void unlink() {
    previous_->next_ = next_;
    next_->previous_ = previous_;
    previous_ = next_ = this;
  }

 private:
  friend class LinkedList<Tag>;

  Link* previous_ = this;
  Link* next_ = this;
};

/// First in, first out. Does not own its elements; what is left in it when it is destroyed is
/// unlinked. Not for two threads at once.
template <typename Tag>
class LinkedList {
 public:
  LinkedList() = default;
  LinkedList(const LinkedList&) = delete;
  LinkedList& operator=(const LinkedList&) = delete;
  ~LinkedList() {
    while (!is_empty()) end_.next_->unlink();
  }

  bool is_empty() const { return !end_.is_linked(); }

  /// `element` leaves the list it was in.
  void push_back(Link<Tag>& element) {
    element.unlink();
    element.previous_ = end_.previous_;
    element.next_ = &end_;
    end_.previous_->next_ = &element;
    end_.previous_ = &element;
  }

  /// NULL when empty. `Element` is the type that was put in.
  template <typename Element>
  Element* front() const {
    return is_empty() ? nullptr : static_cast<Element*>(end_.next_);
  }

  template <typename Element>
  Element* back() const {
    return is_empty() ? nullptr : static_cast<Element*>(end_.previous_);
  }

  template <typename Element>
  Element* pop_front() {
    Element* const first = front<Element>();
    if (first != nullptr) static_cast<Link<Tag>*>(first)->unlink();
    return first;
  }

  /// Takes out the element at `position`, which has to be there. Costs the length of the list.
  template <typename Element>
  Element* pop_at(std::size_t position) {
    Link<Tag>* link = end_.next_;
    while (position-- > 0) link = link->next_;
    link->unlink();
    return static_cast<Element*>(link);
  }

  /// Counts them.
  std::size_t size() const {
    std::size_t count = 0;
    for (const Link<Tag>* link = end_.next_; link != &end_; link = link->next_) ++count;
    return count;
  }

  /// `visit` may unlink the element it is given, and no other.
  template <typename Element, typename Visit>
  void for_each(Visit&& visit) {
    for (Link<Tag>* link = end_.next_; link != &end_;) {
      Link<Tag>* const next = link->next_;
      visit(*static_cast<Element*>(link));
      link = next;
    }
  }

 private:
  Link<Tag> end_;
};

}  // namespace ripple
