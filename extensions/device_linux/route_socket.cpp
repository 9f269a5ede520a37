#include "device_linux/route_socket.hpp"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace ripple::device_linux {
namespace {

/// Large enough for whatever the kernel puts into one datagram of a dump.
constexpr std::size_t kDatagramLimit = 32 * 1024;

Error failed(const char* what, int reason) {
  return {ErrorCode::kServiceFailure,
          std::string("rtnetlink: ") + what + " failed: " + std::strerror(reason), ""};
}

}  // namespace

Result<RouteSocket> RouteSocket::open() {
  posix::Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  if (!socket) return failed("socket", errno);
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups =
      RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;
  if (::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return failed("bind", errno);
  }
  return RouteSocket(std::move(socket));
}

RouteSocket::RouteSocket(posix::Descriptor socket)
    : socket_(std::move(socket)), buffer_(kDatagramLimit) {}

Result<void> RouteSocket::load(NetworkTable& table) {
  table.clear();
  for (const unsigned short request : {RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE}) {
    if (auto dumped = dump(table, request); !dumped) return dumped;
  }
  return {};
}

Result<void> RouteSocket::dump(NetworkTable& table, unsigned short request) {
  struct {
    nlmsghdr header;
    rtgenmsg body;
  } message{};
  message.header.nlmsg_len = NLMSG_LENGTH(sizeof(message.body));
  message.header.nlmsg_type = request;
  message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  message.body.rtgen_family = AF_UNSPEC;
  if (::send(socket_.number(), &message, message.header.nlmsg_len, 0) < 0)
    return failed("send", errno);
  for (;;) {
    const auto size = ::recv(socket_.number(), buffer_.data(), buffer_.size(), 0);
    if (size < 0 && (errno == EINTR || errno == ENOBUFS)) continue;
    if (size < 0) return failed("recv", errno);
    if (table.apply({buffer_.data(), static_cast<std::size_t>(size)})) return {};
  }
}

Result<void> RouteSocket::drain(NetworkTable& table) {
  for (;;) {
    const auto size = ::recv(socket_.number(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (size >= 0) {
      table.apply({buffer_.data(), static_cast<std::size_t>(size)});
    } else if (errno == ENOBUFS) {
      return load(table);
    } else if (errno == EAGAIN) {
      return {};
    } else if (errno != EINTR) {
      return failed("recv", errno);
    }
  }
}

}  // namespace ripple::device_linux
