#include "main/gateway/control_socket.hpp"

#include <sys/stat.h>
#include <sys/un.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "ripple/json.hpp"

namespace ripple::gateway {
namespace {

using boost::asio::local::stream_protocol;
using boost::system::error_code;

constexpr std::size_t kLongestLine = 4 << 20;
constexpr std::size_t kMostClients = 16;

std::string reply_line(const Result<Json::Value>& result) {
  Json::Value reply(Json::objectValue);
  if (result) {
    reply["result"] = *result;
  } else {
    reply["error"]["code"] = static_cast<Json::Int>(result.error().code);
    reply["error"]["message"] = result.error().message;
  }
  return print_json(reply) + "\n";
}

}  // namespace

// Reads a line, answers it, reads the next.
class ControlSocket::Client : public std::enable_shared_from_this<Client> {
 public:
  Client(stream_protocol::socket socket, ControlSocket& owner)
      : socket_(std::move(socket)), owner_(&owner) {}

  void read() {
    boost::asio::async_read_until(
        socket_, boost::asio::dynamic_buffer(input_, kLongestLine), '\n',
        [self = shared_from_this()](const error_code& error, std::size_t size) {
          if (error) return self->end();
          self->handle(size);
        });
  }

  /// What is still queued must not look for the owner any more.
  void close() {
    owner_ = nullptr;
    error_code ignored;
    socket_.close(ignored);
  }

 private:
  void handle(std::size_t size) {
    if (!owner_) return;
    const Result<Json::Value> frame = parse_json(std::string_view(input_).substr(0, size));
    output_ = reply_line(frame ? owner_->control_.handle(*frame) : frame);
    input_.erase(0, size);
    boost::asio::async_write(socket_, boost::asio::buffer(output_),
                             [self = shared_from_this()](const error_code& error, std::size_t) {
                               if (error) return self->end();
                               self->read();
                             });
  }

  void end() {
    if (owner_) owner_->clients_.erase(shared_from_this());
  }

  stream_protocol::socket socket_;
  ControlSocket* owner_;  // null once it has closed this client
  std::string input_, output_;
};

ControlSocket::ControlSocket(boost::asio::io_context& io, services::ControlPlane& control)
    : io_(io), control_(control), acceptor_(io), pause_(io) {}

ControlSocket::~ControlSocket() { stop(); }

Result<void> ControlSocket::listen(const std::filesystem::path& path) {
  const auto failed = [&](const std::string& reason) {
    return Error{ErrorCode::kStartFailed,
                 "control socket " + path.string() + ": " + reason +
                     "; choose another path (--control-socket, host.control_socket)", {}};
  };
  if (path.native().size() >= sizeof(sockaddr_un::sun_path)) {
    return failed("a socket's path has at most " +
                  std::to_string(sizeof(sockaddr_un::sun_path) - 1) + " bytes");
  }
  error_code error;
  const stream_protocol::endpoint endpoint(path.string());
  stream_protocol::socket probe(io_);
  probe.connect(endpoint, error);
  if (!error) return failed("another ripple listens there");
  std::error_code filesystem_error;
  if (std::filesystem::is_socket(path, filesystem_error)) {
    std::filesystem::remove(path, filesystem_error);
  }
  std::filesystem::create_directories(path.parent_path(), filesystem_error);
  acceptor_.open(endpoint.protocol(), error);
  if (error) return failed(error.message());
  // The mode is set before anybody can connect: the file appears with it.
  const mode_t before = ::umask(0177);
  acceptor_.bind(endpoint, error);
  ::umask(before);
  if (error) return failed(error.message());
  path_ = path;
  acceptor_.listen(kMostClients, error);
  if (error) return failed(error.message());
  accept();
  return {};
}

void ControlSocket::accept() {
  acceptor_.async_accept([this](const error_code& error, stream_protocol::socket socket) {
    if (error == boost::asio::error::operation_aborted || !acceptor_.is_open()) return;
    if (!error && clients_.size() < kMostClients) {
      const auto client = std::make_shared<Client>(std::move(socket), *this);
      clients_.insert(client);
      client->read();
    }
    if (!error) return accept();
    // No descriptor left, for one: trying again at once would only burn the processor.
    pause_.expires_after(std::chrono::milliseconds(100));
    pause_.async_wait([this](const error_code& stopped) {
      if (!stopped && acceptor_.is_open()) accept();
    });
  });
}

void ControlSocket::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  for (const auto& client : clients_) client->close();
  clients_.clear();
  if (path_.empty()) return;
  std::error_code also_ignored;
  std::filesystem::remove(path_, also_ignored);
  path_.clear();
}

}  // namespace ripple::gateway
