// The yardstick: an echo server on plain websocketpp, as small and as fast as its public
// configuration allows. Prints the port, serves until it is told to stop.
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdlib>
#include <iostream>
#include <websocketpp/concurrency/none.hpp>
#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/logger/stub.hpp>
#include <websocketpp/server.hpp>

namespace {

struct EchoConfig : websocketpp::config::asio {
  using type = EchoConfig;
  using concurrency_type = websocketpp::concurrency::none;
  using elog_type = websocketpp::log::stub;
  using alog_type = websocketpp::log::stub;
  static const bool enable_multithreading = false;

  struct transport_config : websocketpp::config::asio::transport_config {
    using concurrency_type = type::concurrency_type;
    using elog_type = type::elog_type;
    using alog_type = type::alog_type;
    static const bool enable_multithreading = false;
  };
  using transport_type = websocketpp::transport::asio::endpoint<transport_config>;
};

using Server = websocketpp::server<EchoConfig>;

}  // namespace

int main(int argc, char** argv) {
  const auto port = static_cast<std::uint16_t>(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 0);
  boost::asio::io_context io(1);
  Server server;
  server.init_asio(&io);
  server.set_reuse_addr(true);
  server.set_tcp_pre_init_handler([&server](websocketpp::connection_hdl handle) {
    websocketpp::lib::error_code error;
    const auto connection = server.get_con_from_hdl(handle, error);
    boost::system::error_code ignored;
    if (!error) {
      connection->get_raw_socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    }
  });
  server.set_message_handler(
      [&server](websocketpp::connection_hdl handle, const Server::message_ptr& message) {
        websocketpp::lib::error_code closed;
        server.send(handle, message, closed);
      });
  server.listen(boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), port));
  server.start_accept();
  boost::system::error_code error;
  std::cout << server.get_local_endpoint(error).port() << std::endl;
  boost::asio::signal_set stop(io, SIGINT, SIGTERM);
  stop.async_wait([&io](const boost::system::error_code&, int) { io.stop(); });
  io.run();
  return 0;
}
