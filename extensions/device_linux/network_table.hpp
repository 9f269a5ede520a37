/// How this machine is connected, kept up to date from rtnetlink messages.
///
///     NetworkTable table(files);
///     table.apply(datagram);
///     if (auto connection = table.connection()) announce(*connection);
///
/// Takes bytes, and does no I/O of its own beyond asking sysfs whether an interface is wireless.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "device_linux/system_files.hpp"

struct nlmsghdr;

namespace ripple::device_linux {

enum class LinkType : std::uint8_t { kWifi, kEthernet, kHybrid };

struct Connection {
  bool connected = false;
  /// Of the interfaces in use; while there are none, of those that could be.
  LinkType type = LinkType::kEthernet;
  bool operator==(const Connection&) const = default;
};

class NetworkTable {
 public:
  explicit NetworkTable(const SystemFiles& files);

  /// One datagram of link, address and route messages; other messages are passed over. True when
  /// it ends a dump.
  bool apply(std::span<const std::byte> datagram);

  /// Forgets everything; a new dump follows.
  void clear();

  /// Connected: some Ethernet or wireless interface is running and has an address that is valid
  /// beyond the link. Empty when the machine has no such interface. Virtual interfaces count only
  /// when the default route leaves through them, or when they are a container's end of a cable.
  std::optional<Connection> connection() const;

  /// The hardware address of the interface in use, the first if there are several:
  /// "52:54:00:12:34:56". Empty while there is none.
  std::optional<std::string> hardware_address() const;

 private:
  struct Interface {
    std::string hardware_address;
    bool wireless = false;
    bool is_virtual = false;
    bool running = false;
  };
  using IndexAndValue = std::pair<int, std::string>;

  void apply_link(const nlmsghdr& message);
  void apply_address(const nlmsghdr& message);
  void apply_route(const nlmsghdr& message);
  /// Whether the interface can count at all; see connection().
  bool is_candidate(int index, const Interface& interface) const;
  bool is_in_use(int index, const Interface& interface) const;

  const SystemFiles& files_;
  std::map<int, Interface> interfaces_;
  /// An interface has as many addresses, and default routes, as it likes.
  std::set<IndexAndValue> addresses_;
  std::set<IndexAndValue> default_routes_;
};

}  // namespace ripple::device_linux
