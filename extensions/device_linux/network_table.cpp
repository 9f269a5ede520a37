#include "device_linux/network_table.hpp"

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/if_arp.h>

#include <cstring>
#include <string_view>

namespace ripple::device_linux {
namespace {

/// The attributes behind the fixed part of a netlink message, one after the other. The macros of
/// <linux/netlink.h> do the same with casts that -Wconversion and the sanitizers dislike.
class Attributes {
 public:
  explicit Attributes(std::string_view bytes) : bytes_(bytes) {}

  template <typename Body>
  static Attributes after(const nlmsghdr& message) {
    const std::string_view whole(reinterpret_cast<const char*>(&message), message.nlmsg_len);
    const std::size_t fixed = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(Body));
    return Attributes(whole.size() > fixed ? whole.substr(fixed) : std::string_view());
  }

  std::optional<std::string_view> find(unsigned type) const {
    auto rest = bytes_;
    while (rest.size() >= sizeof(nlattr)) {
      nlattr header{};
      std::memcpy(&header, rest.data(), sizeof(header));
      if (header.nla_len < sizeof(nlattr) || header.nla_len > rest.size()) break;
      if ((header.nla_type & NLA_TYPE_MASK) == type) {
        return rest.substr(sizeof(nlattr), header.nla_len - sizeof(nlattr));
      }
      const std::size_t step = NLA_ALIGN(header.nla_len);
      rest.remove_prefix(step < rest.size() ? step : rest.size());
    }
    return std::nullopt;
  }

 private:
  std::string_view bytes_;
};

template <typename Body>
std::optional<Body> body_of(const nlmsghdr& message) {
  if (message.nlmsg_len < NLMSG_HDRLEN + sizeof(Body)) return std::nullopt;
  Body body;
  std::memcpy(&body, reinterpret_cast<const char*>(&message) + NLMSG_HDRLEN, sizeof(body));
  return body;
}

std::string_view without_terminator(std::string_view text) {
  return text.substr(0, text.find('\0'));
}

std::string colon_separated(std::string_view bytes) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!text.empty()) text += ':';
    text += {kHex[byte >> 4], kHex[byte & 0x0f]};
  }
  return text;
}

template <typename Set>
bool has_index(const Set& pairs, int index) {
  const auto found = pairs.lower_bound({index, std::string()});
  return found != pairs.end() && found->first == index;
}

template <typename Set, typename Value>
void insert_or_erase(Set& set, bool insert, Value value) {
  if (insert) {
    set.insert(std::move(value));
  } else {
    set.erase(value);
  }
}

}  // namespace

NetworkTable::NetworkTable(const SystemFiles& files) : files_(files) {}

void NetworkTable::clear() {
  interfaces_.clear();
  addresses_.clear();
  default_routes_.clear();
}

bool NetworkTable::apply(std::span<const std::byte> datagram) {
  std::size_t at = 0;
  while (at + sizeof(nlmsghdr) <= datagram.size()) {
    // The kernel aligns messages to four bytes, and so is every buffer that is given here.
    const auto& message = *reinterpret_cast<const nlmsghdr*>(datagram.data() + at);
    if (message.nlmsg_len < sizeof(nlmsghdr) || message.nlmsg_len > datagram.size() - at) break;
    switch (message.nlmsg_type) {
      case NLMSG_DONE:
        return true;
      case RTM_NEWLINK:
      case RTM_DELLINK:
        apply_link(message);
        break;
      case RTM_NEWADDR:
      case RTM_DELADDR:
        apply_address(message);
        break;
      case RTM_NEWROUTE:
      case RTM_DELROUTE:
        apply_route(message);
        break;
      default:
        break;
    }
    at += NLMSG_ALIGN(message.nlmsg_len);
  }
  return false;
}

void NetworkTable::apply_link(const nlmsghdr& message) {
  const auto link = body_of<ifinfomsg>(message);
  if (!link) return;
  if (message.nlmsg_type == RTM_DELLINK) {
    interfaces_.erase(link->ifi_index);
    return;
  }
  if (link->ifi_type != ARPHRD_ETHER) return;
  const auto attributes = Attributes::after<ifinfomsg>(message);
  const auto name = attributes.find(IFLA_IFNAME);
  if (!name) return;
  Interface interface;
  interface.hardware_address = colon_separated(attributes.find(IFLA_ADDRESS).value_or(""));
  const auto directory = "sys/class/net/" + std::string(without_terminator(*name));
  interface.wireless =
      files_.exists(directory + "/wireless") || files_.exists(directory + "/phy80211");
  if (const auto info = attributes.find(IFLA_LINKINFO)) {
    const auto kind = Attributes(*info).find(IFLA_INFO_KIND);
    interface.is_virtual = kind && without_terminator(*kind) != "veth";
  }
  interface.running = (link->ifi_flags & IFF_UP) != 0 && (link->ifi_flags & IFF_RUNNING) != 0;
  interfaces_[link->ifi_index] = interface;
}

void NetworkTable::apply_address(const nlmsghdr& message) {
  const auto address = body_of<ifaddrmsg>(message);
  if (!address || address->ifa_scope >= RT_SCOPE_LINK) return;
  const auto attributes = Attributes::after<ifaddrmsg>(message);
  auto value = attributes.find(IFA_LOCAL);
  if (!value) value = attributes.find(IFA_ADDRESS);
  if (!value) return;
  insert_or_erase(addresses_, message.nlmsg_type == RTM_NEWADDR,
                  IndexAndValue(static_cast<int>(address->ifa_index), *value));
}

void NetworkTable::apply_route(const nlmsghdr& message) {
  const auto route = body_of<rtmsg>(message);
  const bool is_default = route && route->rtm_dst_len == 0 && route->rtm_type == RTN_UNICAST &&
                          route->rtm_table == RT_TABLE_MAIN;
  if (!is_default) return;
  const auto attributes = Attributes::after<rtmsg>(message);
  const auto interface = attributes.find(RTA_OIF);
  if (!interface || interface->size() != sizeof(int)) return;
  int index = 0;
  std::memcpy(&index, interface->data(), sizeof(index));
  // Routes that differ in metric or gateway are routes of their own.
  std::string value(1, static_cast<char>(route->rtm_family));
  value += attributes.find(RTA_PRIORITY).value_or("");
  value += attributes.find(RTA_GATEWAY).value_or("");
  insert_or_erase(default_routes_, message.nlmsg_type == RTM_NEWROUTE,
                  IndexAndValue(index, std::move(value)));
}

bool NetworkTable::is_candidate(int index, const Interface& interface) const {
  return !interface.is_virtual || has_index(default_routes_, index);
}

bool NetworkTable::is_in_use(int index, const Interface& interface) const {
  return is_candidate(index, interface) && interface.running && has_index(addresses_, index);
}

std::optional<std::string> NetworkTable::hardware_address() const {
  for (const auto& [index, interface] : interfaces_) {
    if (is_in_use(index, interface)) return interface.hardware_address;
  }
  return std::nullopt;
}

std::optional<Connection> NetworkTable::connection() const {
  struct Types {
    bool wifi = false;
    bool ethernet = false;
    void add(const Interface& interface) { (interface.wireless ? wifi : ethernet) = true; }
    bool any() const { return wifi || ethernet; }
    LinkType type() const {
      if (wifi && ethernet) return LinkType::kHybrid;
      return wifi ? LinkType::kWifi : LinkType::kEthernet;
    }
  };
  Types present;
  Types in_use;
  for (const auto& [index, interface] : interfaces_) {
    if (is_candidate(index, interface)) present.add(interface);
    if (is_in_use(index, interface)) in_use.add(interface);
  }
  if (in_use.any()) return Connection{true, in_use.type()};
  if (present.any()) return Connection{false, present.type()};
  return std::nullopt;
}

}  // namespace ripple::device_linux
