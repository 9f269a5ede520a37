#include "main/manifest/host_section.hpp"

#include "main/manifest/object_reader.hpp"

namespace ripple::manifest {
namespace {

std::string read_log_level(const Field& field) {
  return field.word({"trace", "debug", "info", "warning", "error", "off"}, "info");
}

Limits read_limits(const Field& field) {
  ObjectReader reader(field, UnknownKeys::kRefuse);
  Limits limits;
  const auto count = [&](const char* key, std::size_t& limit) { limit = reader[key].count(limit); };
  count("connections", limits.connections);
  count("requests_in_flight", limits.requests_in_flight);
  count("requests_per_connection", limits.requests_per_connection);
  count("requests_per_channel", limits.requests_per_channel);
  count("subscriptions_per_connection", limits.subscriptions_per_connection);
  count("batch_requests", limits.batch_requests);
  count("frame_bytes", limits.frame_bytes);
  count("outgoing_bytes", limits.outgoing_bytes);
  limits.nesting = reader["nesting"].count(limits.nesting, 1, 1000);
  count("mailbox_messages", limits.mailbox_messages);
  return limits;
}

Timeouts read_timeouts(const Field& field) {
  ObjectReader reader(field, UnknownKeys::kRefuse);
  Timeouts timeouts;
  const auto time = [&](const char* key, milliseconds& limit) { limit = reader[key].time(limit); };
  time("handshake", timeouts.handshake);
  time("close", timeouts.close);
  time("request", timeouts.request);
  time("stop", timeouts.stop);
  return timeouts;
}

}  // namespace

bool is_log_level(const std::string& level) {
  for (const char* known : {"trace", "debug", "info", "warning", "error", "off"}) {
    if (level == known) return true;
  }
  return false;
}

Host read_host(const Field& field) {
  ObjectReader reader(field, UnknownKeys::kRefuse);
  Host host;
  host.limits = read_limits(reader["limits"]);
  host.timeouts = read_timeouts(reader["timeouts"]);
  host.log_level = read_log_level(reader["log_level"]);
  for (const auto& [module, level] : reader["log_modules"].members()) {
    host.log_modules[module] = read_log_level(level);
  }
  host.control_socket = reader["control_socket"].path();
  host.policy = reader["policy"].object();
  host.lookup = reader["lookup"].object();
  return host;
}

}  // namespace ripple::manifest
