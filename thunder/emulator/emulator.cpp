#include "emulator/emulator.hpp"

#include <algorithm>
#include <utility>

#include "emulator/control_plugin.hpp"

namespace ripple::thunder::emulator {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr const char* kNoService = "503 Could not find a correct service for this socket.";
constexpr const char* kProhibited = "403 Security prohibites this connection.";

// Distinct requests that are counted by name; names come from outside.
constexpr std::size_t kCountedMethods = 1'000;

bool contains(const std::vector<std::string>& tokens, const std::string& token) {
  return std::ranges::find(tokens, token) != tokens.end();
}

}  // namespace

Emulator::Emulator(asio::io_context& loop, EmulatorConfig config)
    : loop_(loop),
      config_(std::move(config)),
      acceptor_(loop),
      idle_scan_(loop),
      device_(loop, config_.generation, std::move(config_.profile),
              [this](LinkId link, const std::string& text) { send(link, text); }),
      delays_(loop) {}

Emulator::~Emulator() { stop(); }

Listening Emulator::listen() {
  boost::system::error_code error;
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), config_.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    acceptor_.close();
    return {0,
            "cannot listen at 127.0.0.1:" + std::to_string(config_.port) + ": " + error.message()};
  }
  config_.port = acceptor_.local_endpoint().port();
  accept();
  return {config_.port, {}};
}

void Emulator::accept() {
  acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (!error) {
      boost::system::error_code ignored;
      if (config_.no_delay) socket.set_option(tcp::no_delay(true), ignored);
      const LinkId id = ++last_link_;
      const auto connection =
          std::make_shared<Connection>(std::move(socket), id, static_cast<ConnectionHost&>(*this));
      links_[id] = connection;
      connection->start();
      schedule_scan();
    }
    if (acceptor_.is_open()) accept();
  });
}

void Emulator::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  delays_.clear();
  held_replies_.clear();
  cut_links();
  idle_scan_.cancel();
  is_scanning_ = false;
}

void Emulator::restart(std::chrono::milliseconds pause) {
  stop();
  device_.restart();
  delays_.after(pause, [this] { listen(); });
}

std::vector<LinkId> Emulator::links() const {
  std::vector<LinkId> open;
  for (const auto& [id, connection] : links_) {
    if (connection->is_open()) open.push_back(id);
  }
  return open;
}

void Emulator::cut_links() {
  const std::map<LinkId, std::shared_ptr<Connection>> links = links_;
  for (const auto& [id, connection] : links) connection->cut();
}

void Emulator::cut_link(LinkId link) {
  const auto found = links_.find(link);
  if (found == links_.end()) return;
  const std::shared_ptr<Connection> connection = found->second;
  connection->cut();
}

void Emulator::closed(LinkId link) {
  device_.forget(link);
  links_.erase(link);
  pinged_.erase(link);
}

void Emulator::send_garbage() {
  // A reserved opcode with reserved bits, and no frame behind it.
  for (const auto& [id, connection] : links_) {
    if (connection->is_open()) connection->send_bytes("\xFB\x05garbage");
  }
}

void Emulator::send_text_to_all(const std::string& text) {
  for (const LinkId link : links()) send(link, text);
}

void Emulator::restart_plugin(const std::string& callsign, std::chrono::milliseconds pause,
                              const std::string& reason) {
  Plugin* plugin = device_.find(callsign);
  if (plugin == nullptr) return;
  device_.set_state(*plugin, State::kDeactivated, reason);
  delays_.after(pause, [this, callsign] {
    Plugin* restarted = device_.find(callsign);
    if (restarted == nullptr || is_active(restarted->state)) return;
    device_.set_state(*restarted, State::kActivated, "Automatic");
  });
}

std::string Emulator::admit(const HttpHead& head, std::string& bound, Rights& rights) {
  if (faults_.refuses_all_handshakes) return kProhibited;
  if (faults_.refuse_handshakes > 0) {
    --faults_.refuse_handshakes;
    return kProhibited;
  }
  for (const std::string_view prefix : {"/jsonrpc", "/Service"}) {
    if (!head.path.starts_with(prefix)) continue;
    const std::string_view rest = std::string_view(head.path).substr(prefix.size());
    if (rest.starts_with('/')) bound = rest.substr(1);
    const bool names_nothing = bound.empty() && (!rest.empty() && rest != "/");
    const bool is_service = prefix == "/Service";
    if (names_nothing || (is_service && bound.empty())) return kNoService;
    if (!bound.empty() && device_.find(bound) == nullptr) return kNoService;
    if (config_.tokens.empty() && config_.tokens_without_rights.empty()) return {};
    std::string token = head.parameter("token");
    constexpr std::string_view kBearer = "Bearer ";
    const std::string authorization = head.header("authorization");
    // Thunder honours the header for POST only.
    if (head.verb == "POST" && authorization.starts_with(kBearer)) {
      token = authorization.substr(kBearer.size());
    }
    if (contains(config_.tokens, token)) return {};
    rights = Rights::kNone;
    if (contains(config_.tokens_without_rights, token)) return {};
    // What anybody may ask: whether Controller has a method.
    rights = Rights::kOnlyExists;
    return is_service && bound == "Controller" ? std::string() : kProhibited;
  }
  return kNoService;
}

void Emulator::answer(LinkId link, const std::string& bound, const Request& request,
                      std::function<void(const Outcome&)> done) {
  if (requests_.size() < kCountedMethods || requests_.contains(request.method)) {
    ++requests_[request.method];
  }
  if (request.method.starts_with(ControlPlugin::kPrefix)) {
    ControlPlugin(*this).answer(request, done);
    return;
  }
  device_.answer(link, bound, request, std::move(done));
}

void Emulator::send(LinkId link, const std::string& text) {
  const auto found = links_.find(link);
  if (found == links_.end()) return;
  const std::shared_ptr<Connection> connection = found->second;
  connection->send(text);
}

void Emulator::deliver(LinkId link, const std::string& method, std::string reply) {
  if (!method.empty() && method == faults_.hold_replies_to) {
    held_replies_.emplace_back(link, std::move(reply));
    return;
  }
  if (faults_.drop_replies > 0) {
    --faults_.drop_replies;
    return;
  }
  if (faults_.reverse_replies > 0) {
    held_replies_.emplace_back(link, std::move(reply));
    if (held_replies_.size() >= faults_.reverse_replies) release_held_replies();
    return;
  }
  if (faults_.reply_delay.count() > 0) {
    delays_.after(faults_.reply_delay, [this, link, reply] { send(link, reply); });
    return;
  }
  send(link, reply);
}

void Emulator::release_held_replies() {
  faults_.reverse_replies = 0;
  faults_.hold_replies_to.clear();
  const auto held = std::exchange(held_replies_, {});
  for (auto reply = held.rbegin(); reply != held.rend(); ++reply) send(reply->first, reply->second);
}

void Emulator::schedule_scan() {
  if (is_scanning_ || links_.empty()) return;
  is_scanning_ = true;
  idle_scan_.expires_after(config_.idle_scan);
  idle_scan_.async_wait([this](const boost::system::error_code& error) {
    if (error == asio::error::operation_aborted) return;
    is_scanning_ = false;
    scan_for_idle_links();
    schedule_scan();
  });
}

void Emulator::scan_for_idle_links() {
  const std::map<LinkId, std::shared_ptr<Connection>> links = links_;
  for (const auto& [id, connection] : links) {
    if (connection->take_traffic()) {
      pinged_[id] = false;
    } else if (connection->is_open() && !pinged_[id]) {
      pinged_[id] = true;
      connection->ping();
    } else {
      connection->cut();
    }
  }
}

}  // namespace ripple::thunder::emulator
