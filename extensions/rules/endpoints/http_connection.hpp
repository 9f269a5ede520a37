/// HttpConnection: one connection to an HTTP server, for one request after another.
///
///     HttpConnection connection(loop, max_body_bytes);
///     if (const auto error = co_await connection.open(url)) ...
///     if (const auto error = co_await connection.exchange(request)) ...
///     use(connection.answer());
///
/// Lives on the loop's thread. Without deadlines of its own: whoever awaits a coroutine of it ends
/// that by cancelling it, and gives the connection up then.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>

#include "rules/endpoints/url.hpp"

namespace ripple::rules {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpAnswer = boost::beast::http::response<boost::beast::http::string_body>;

class HttpConnection {
 public:
  HttpConnection(boost::asio::io_context& loop, std::size_t max_body_bytes)
      : stream_(loop), max_body_bytes_(max_body_bytes) {}

  /// Once, before anything else.
  boost::asio::awaitable<boost::system::error_code> open(const Url& url);

  /// Sends `request` and reads its answer. Answers with a status of 1xx are skipped.
  boost::asio::awaitable<boost::system::error_code> exchange(HttpRequest& request);

  HttpAnswer& answer() { return answer_; }

  /// Whether any byte of an answer came after the last request.
  bool has_heard() const { return has_heard_; }

  /// Whether the server lets another request follow.
  bool can_be_kept() const { return can_be_kept_; }

  /// Whether an idle connection is still there: a look that takes no time.
  bool is_idle();

 private:
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer input_;
  std::size_t max_body_bytes_;
  HttpAnswer answer_;
  bool has_heard_ = false;
  bool can_be_kept_ = false;
};

}  // namespace ripple::rules
