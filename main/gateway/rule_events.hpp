/// Events whose values are made by rules: asked for while somebody listens, and only then.
///
///     RuleEvents::Hold hold = rule_events.hold(event, session.app_id, params);
///     ...                       // occurrences go to the sink, marked with hold.get()
///     hold.reset();             // the last holder ends it
///
/// One request to the provider of `rules` serves all listeners of an app that have the same params.
/// Lives on Main's thread.
#pragma once

#include <json/value.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>

#include "main/iec/router.hpp"
#include "main/services/log_service.hpp"
#include "main/services/method_table.hpp"

namespace ripple::gateway {

class RuleEvents final : public iec::ReplySink {
 public:
  /// Keeps the values of an event coming.
  using Hold = std::shared_ptr<const void>;

  /// Takes what happens.
  class Sink {
   public:
    virtual ~Sink() = default;
    /// For those who hold `source`. `value` is JSON text, `notification` the whole params for RPCv2
    /// connections, or empty when the rule does not make them.
    virtual void on_occurrence(const services::MethodRecord& event, const void* source,
                               const std::string& value, const std::string& notification) = 0;
  };

  RuleEvents(iec::Router& router, services::LogService& log) : router_(router), log_(log) {}
  RuleEvents(const RuleEvents&) = delete;
  RuleEvents& operator=(const RuleEvents&) = delete;

  /// Before the first hold; the sink outlives them all.
  void deliver_to(Sink& sink) { sink_ = &sink; }

  /// `event` has a rule; `params` are the listener's beside `listen`.
  Hold hold(const services::MethodRecord& event, const std::string& app_id,
            const Json::Value& params);

  std::size_t size() const { return sources_.size(); }

  void on_reply(std::uint64_t number, Message reply) override;

 private:
  using Key = std::tuple<const services::MethodRecord*, std::string, std::string>;
  struct Source;

  void ask(Source& source);
  void forget(const Source& source);

  iec::Router& router_;
  services::LogService& log_;
  Sink* sink_ = nullptr;
  std::uint64_t next_ = 1;
  std::map<Key, std::weak_ptr<Source>> shared_;
  std::unordered_map<std::uint64_t, Source*> sources_;
};

}  // namespace ripple::gateway
