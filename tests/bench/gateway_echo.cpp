// The same echo through ripple's WebSocketServer: what the interface costs or saves before a single
// request is looked at. Prints the port, serves until it is told to stop.
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "gateway/websocket_server.hpp"

namespace {

using namespace ripple;

class Echo : public gateway::FrameHandler {
 public:
  explicit Echo(gateway::WebSocketConnection& connection) : connection_(connection) {}
  void on_frame(std::string text) override { connection_.send(std::move(text)); }
  void on_binary() override {
    connection_.close(gateway::CloseCode::kUnsupportedData, "text only");
  }
  void on_close() override {}

 private:
  gateway::WebSocketConnection& connection_;
};

class AdmitAll : public gateway::ConnectionAcceptor {
 public:
  Result<void> admit(const gateway::UpgradeRequest&) override { return {}; }
  std::unique_ptr<gateway::FrameHandler> open(const gateway::UpgradeRequest&,
                                              gateway::WebSocketConnection& connection) override {
    return std::make_unique<Echo>(connection);
  }
};

}  // namespace

int main(int argc, char** argv) {
  const auto port = static_cast<std::uint16_t>(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 0);
  boost::asio::io_context io(1);
  AdmitAll acceptor;
  gateway::WebSocketServer server(io, {}, acceptor);
  const Result<std::uint16_t> bound = server.listen("127.0.0.1", port);
  if (!bound) {
    std::cerr << bound.error().message << '\n';
    return EXIT_FAILURE;
  }
  std::cout << *bound << std::endl;
  boost::asio::signal_set stop(io, SIGINT, SIGTERM);
  stop.async_wait([&server](const boost::system::error_code&, int) { server.stop(); });
  io.run();
  return EXIT_SUCCESS;
}
