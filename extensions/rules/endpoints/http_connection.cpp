#include "rules/endpoints/http_connection.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <string>
#include <vector>

namespace ripple::rules {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

// A number needs no resolver, and with it no thread of its own.
asio::awaitable<std::vector<tcp::endpoint>> addresses(const Url& url, error_code& error) {
  std::vector<tcp::endpoint> found;
  const auto number = asio::ip::make_address(url.host, error);
  if (!error) {
    found.emplace_back(number, url.port);
    co_return found;
  }
  tcp::resolver resolver(co_await asio::this_coro::executor);
  const auto entries = co_await resolver.async_resolve(
      url.host, std::to_string(url.port), asio::redirect_error(asio::use_awaitable, error));
  if (!error) found.assign(entries.begin(), entries.end());
  co_return found;
}

bool is_provisional(const HttpAnswer& answer) {
  return http::to_status_class(answer.result_int()) == http::status_class::informational &&
         answer.result() != http::status::switching_protocols;
}

}  // namespace

asio::awaitable<error_code> HttpConnection::open(const Url& url) {
  error_code error;
  const std::vector<tcp::endpoint> targets = co_await addresses(url, error);
  if (error) co_return error;
  co_await stream_.async_connect(targets, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return error;
  error_code ignored;
  stream_.socket().set_option(tcp::no_delay(true), ignored);
  co_return error;
}

asio::awaitable<error_code> HttpConnection::exchange(HttpRequest& request) {
  error_code error;
  has_heard_ = false;
  can_be_kept_ = false;
  co_await http::async_write(stream_, request, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return error;
  do {
    http::response_parser<http::string_body> parser;
    parser.body_limit(max_body_bytes_);
    co_await http::async_read(stream_, input_, parser,
                              asio::redirect_error(asio::use_awaitable, error));
    has_heard_ = has_heard_ || parser.got_some() || input_.size() > 0;
    if (error) co_return error;
    can_be_kept_ = parser.keep_alive() && !parser.need_eof() && input_.size() == 0;
    answer_ = parser.release();
  } while (is_provisional(answer_));
  co_return error;
}

bool HttpConnection::is_idle() {
  tcp::socket& socket = stream_.socket();
  error_code error;
  socket.non_blocking(true, error);
  if (error) return false;
  char byte = 0;
  socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
  return error == asio::error::would_block;
}

}  // namespace ripple::rules
