#include "rules/endpoints/http_endpoint.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "ripple/asio.hpp"
#include "ripple/json.hpp"
#include "ripple/timeout.hpp"
#include "rules/endpoints/channel_loop.hpp"
#include "rules/endpoints/http_connection.hpp"
#include "rules/endpoints/request_bound.hpp"
#include "rules/endpoints/url.hpp"

namespace ripple::rules {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr unsigned kHttpVersion = 11;
constexpr unsigned kFirstRedirect = 300;

std::string_view text_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

// What the requests of one endpoint share; those under way keep it.
struct Server {
  Server(asio::io_context& its_loop, Url its_url, HttpLimits its_limits)
      : loop(its_loop),
        url(std::move(its_url)),
        limits(its_limits),
        bound(its_limits.max_requests_under_way) {}

  std::unique_ptr<HttpConnection> take_idle() {
    while (!idle.empty()) {
      std::unique_ptr<HttpConnection> connection = std::move(idle.back());
      idle.pop_back();
      if (connection->is_idle()) return connection;
    }
    return nullptr;
  }

  void keep(std::unique_ptr<HttpConnection> connection) {
    if (connection->can_be_kept() && idle.size() < limits.max_idle_connections) {
      idle.push_back(std::move(connection));
    }
  }

  asio::io_context& loop;
  Url url;
  HttpLimits limits;
  RequestBound bound;
  std::vector<std::unique_ptr<HttpConnection>> idle;
};

struct Question {
  HttpRequest request;
  /// For messages: the URL that was asked for.
  std::string url;
};

Result<Question> question_of(const Server& server, const EndpointRequest& request) {
  const Result<std::string> target = server.url.target(request.alias);
  if (!target) return target.error();
  const bool has_body = request.is_transformed && !request.params.isNull();
  Question question;
  question.url = server.url.text + request.alias;
  question.request =
      HttpRequest(has_body ? http::verb::post : http::verb::get, *target, kHttpVersion);
  question.request.set(http::field::host, server.url.authority());
  question.request.set(http::field::accept, "application/json, */*;q=0.5");
  if (has_body) {
    question.request.set(http::field::content_type, "application/json");
    question.request.body() = print_json(request.params);
  }
  question.request.prepare_payload();
  return question;
}

Error unreachable(const Server& server, const error_code& error) {
  return Error{ErrorCode::kNotAvailable,
               "expected an HTTP server at " + server.url.authority() +
                   ", found: " + error.message() + "; is it running there?",
               {}};
}

Error broken(const Server& server, const Question& question, const HttpConnection& connection,
             const error_code& error) {
  std::string message = "expected an HTTP answer of at most " +
                        std::to_string(server.limits.max_body_bytes) + " bytes from " +
                        question.url + ", found: " + error.message();
  if (!connection.has_heard() && question.request.method() == http::verb::post) {
    message += "; the request may have been carried out and is not sent again";
  }
  return Error{ErrorCode::kServiceFailure, std::move(message), {}};
}

Json::Value refusal(const Question& question, const HttpAnswer& answer) {
  std::string message = "HTTP " + std::to_string(answer.result_int()) + " " +
                        std::string(text_of(answer.reason())) + " from " + question.url;
  const std::string_view location = text_of(answer[http::field::location]);
  if (!location.empty()) {
    message += ", which points to " + std::string(location) +
               "; redirects are not followed, name that address in the endpoint's url";
  }
  Json::Value reply;
  reply["error"]["code"] = static_cast<int>(ErrorCode::kServiceFailure);
  reply["error"]["message"] = std::move(message);
  reply["error"]["data"]["status"] = answer.result_int();
  return reply;
}

Result<Json::Value> reply_of(const Question& question, const HttpAnswer& answer) {
  if (answer.result_int() >= kFirstRedirect || answer.result() == http::status::switching_protocols)
    return refusal(question, answer);
  Json::Value reply;
  reply["result"] = Json::Value();
  if (answer.body().empty()) return reply;
  Result<Json::Value> value = parse_json(answer.body());
  if (value) {
    reply["result"] = std::move(*value);
    return reply;
  }
  const std::string_view type = text_of(answer[http::field::content_type]);
  if (type.starts_with("text/")) {
    reply["result"] = answer.body();
    return reply;
  }
  return Error{ErrorCode::kServiceFailure,
               "expected JSON, or a Content-Type of text, from " + question.url + ", found \"" +
                   std::string(type) + "\": " + value.error().message,
               {}};
}

asio::awaitable<Result<Json::Value>> ask(std::shared_ptr<Server> server, Question question,
                                         RequestBound::Place) {
  std::unique_ptr<HttpConnection> kept = server->take_idle();
  if (kept) {
    const error_code error = co_await kept->exchange(question.request);
    if (!error) {
      Result<Json::Value> reply = reply_of(question, kept->answer());
      server->keep(std::move(kept));
      co_return reply;
    }
    if (kept->has_heard() || question.request.method() != http::verb::get) {
      co_return broken(*server, question, *kept, error);
    }
  }
  auto connection = std::make_unique<HttpConnection>(server->loop, server->limits.max_body_bytes);
  const error_code opened = co_await connection->open(server->url);
  if (opened) co_return unreachable(*server, opened);
  const error_code error = co_await connection->exchange(question.request);
  if (error) co_return broken(*server, question, *connection, error);
  Result<Json::Value> reply = reply_of(question, connection->answer());
  server->keep(std::move(connection));
  co_return reply;
}

Task<Result<Json::Value>> exchange(Node node, std::shared_ptr<Server> server, Question question,
                                   RequestBound::Place counted) {
  asio::awaitable<Result<Json::Value>> asked =
      ask(std::move(server), std::move(question), std::move(counted));
  Result<Result<Json::Value>> reply = co_await await_asio(node, std::move(asked));
  if (!reply) co_return reply.error();
  co_return std::move(*reply);
}

Task<Result<Json::Value>> call(Node node, std::shared_ptr<Server> server, EndpointRequest request) {
  std::optional<RequestBound::Place> counted = server->bound.take();
  if (!counted) co_return server->bound.refusal("requests to " + server->url.text, request.alias);
  Result<Question> question = question_of(*server, request);
  if (!question) co_return question.error();
  const std::string url = question->url;
  Task<Result<Json::Value>> exchanged =
      exchange(node, std::move(server), std::move(*question), std::move(*counted));
  Result<Json::Value> reply =
      co_await with_timeout(std::move(exchanged), request.deadline.remaining(node.now()));
  if (reply || reply.error().code != ErrorCode::kDeadlineExceeded) co_return reply;
  co_return Error{ErrorCode::kDeadlineExceeded,
                  "expected an answer from " + url + " before the request's deadline, found none",
                  {}};
}

class HttpEndpoint final : public Endpoint {
 public:
  HttpEndpoint(Node node, std::shared_ptr<Server> server)
      : node_(std::move(node)), server_(std::move(server)) {}

  Task<Result<Json::Value>> call(EndpointRequest request) override {
    return rules::call(node_, server_, std::move(request));
  }

  Result<std::unique_ptr<EndpointSubscription>> subscribe(EndpointRequest request,
                                                          EventHandler) override {
    return Error{ErrorCode::kUnsupportedOperation,
                 "expected an endpoint with events for \"" + request.alias + "\", found " +
                     server_->url.text + ": HTTP has none",
                 {}};
  }

 private:
  Node node_;
  std::shared_ptr<Server> server_;
};

}  // namespace

Result<std::unique_ptr<Endpoint>> make_http_endpoint(Node node, const std::string& url,
                                                     HttpLimits limits) {
  Result<Url> parsed = Url::parse(url, "http");
  if (!parsed) return parsed.error();
  const Result<asio::io_context*> loop = loop_of(node, url);
  if (!loop) return loop.error();
  auto server = std::make_shared<Server>(**loop, std::move(*parsed), limits);
  return std::unique_ptr<Endpoint>(
      std::make_unique<HttpEndpoint>(std::move(node), std::move(server)));
}

}  // namespace ripple::rules
