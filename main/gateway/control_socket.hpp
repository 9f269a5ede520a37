/// The administrator's connection: a Unix socket of mode 0600 on which each line is a control frame
/// and is answered by a line.
///
///     -> {"service":"log","configure":{"level":"debug"}}
///     <- {"result":true}
///     -> {"service":"log","configure":{"level":"loud"}}
///     <- {"error":{"code":-32602,"message":"log configuration: /level: expected trace, ..."}}
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <memory>
#include <set>

#include "main/services/control_plane.hpp"

namespace ripple::gateway {

class ControlSocket {
 public:
  ControlSocket(boost::asio::io_context& io, services::ControlPlane& control);
  ~ControlSocket();

  /// Binds `path`, taking the place of a socket that nobody listens on any more. kStartFailed names
  /// the path and the reason.
  Result<void> listen(const std::filesystem::path& path);

  /// Closes the socket and its connections, and removes the path.
  void stop();

 private:
  class Client;

  void accept();

  boost::asio::io_context& io_;
  services::ControlPlane& control_;
  boost::asio::local::stream_protocol::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  std::filesystem::path path_;
  std::set<std::shared_ptr<Client>> clients_;
};

}  // namespace ripple::gateway
