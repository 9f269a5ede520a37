/// HTTP servers for the tests.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>

#include "fixture.hpp"

namespace ripple::rules {

namespace http = boost::beast::http;
using HttpQuestion = http::request<http::string_body>;

/// As a rule with a request transform asks.
inline EndpointRequest post(const Node& node, std::string alias, Json::Value params) {
  EndpointRequest made = request(node, std::move(alias), std::move(params));
  made.is_transformed = true;
  return made;
}

/// The next request of a connection. `buffer` belongs to the connection.
inline asio::awaitable<HttpQuestion> take(tcp::socket& socket, boost::beast::flat_buffer& buffer) {
  HttpQuestion question;
  co_await http::async_read(socket, buffer, question, asio::use_awaitable);
  co_return question;
}

/// An answer with a body of a known length.
inline std::string answer(const std::string& status, const std::string& type,
                          const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 " + status + "\r\n" + (type.empty() ? "" : "Content-Type: " + type + "\r\n") +
         headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
inline std::string json_answer(const std::string& body) {
  return answer("200 OK", "application/json", body);
}

/// Answers every request of every connection with the same bytes, and counts them.
class ConstantServer {
 public:
  explicit ConstantServer(std::string bytes)
      : bytes_(std::move(bytes)),
        server_([this](tcp::socket socket) { return serve(std::move(socket)); }) {}

  std::string url() const { return server_.url("http"); }
  int connections() const { return server_.connections(); }
  int requests() const { return requests_; }

 private:
  Script serve(tcp::socket socket) {
    boost::beast::flat_buffer buffer;
    for (;;) {
      co_await take(socket, buffer);
      ++requests_;
      co_await put(socket, bytes_);
    }
  }

  std::string bytes_;
  std::atomic<int> requests_ = 0;
  ScriptedServer server_;
};

}  // namespace ripple::rules
