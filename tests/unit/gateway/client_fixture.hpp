/// Clients of the pipeline: sessions with a demux each, whose frames are kept.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "main/gateway/demux.hpp"
#include "main/gateway/streams.hpp"
#include "main/gateway/subscriptions.hpp"
#include "tests/unit/services/pipeline_fixture.hpp"

namespace ripple::gateway {

class ClientFixture : public services::PipelineFixture {
 protected:
  /// What Connection is to a socket.
  class Client final : public FrameSink {
   public:
    Client(ClientFixture& fixture, services::Session opened)
        : session(std::move(opened)),
          subscriptions_(fixture.gateway_subscriptions_),
          demux_(std::make_unique<Demux>(session, fixture.gateway_pipeline_, fixture.scanner_,
                                         fixture.timers_, *this)) {
      subscriptions_.join(session, *this);
    }
    ~Client() override { leave(); }
    /// The connection has gone.
    void leave() {
      if (demux_) subscriptions_.leave(session);
      demux_.reset();
    }
    void send(std::string frame) override {
      frames.push_back(std::move(frame));
      if (on_send) on_send();
    }
    void say(std::string frame) { demux_->on_frame(std::move(frame)); }

    services::Session session;
    std::vector<std::string> frames;
    std::function<void()> on_send;

   private:
    Subscriptions& subscriptions_;
    std::unique_ptr<Demux> demux_;
  };

  services::Session session(bool rpcv2 = false, const std::string& app = "refui") {
    return open_session(app, rpcv2);
  }

  static std::string request(std::string_view id, std::string_view method,
                             std::string_view params = "") {
    std::string frame = R"({"jsonrpc":"2.0")";
    if (!id.empty()) frame.append(R"(,"id":)").append(id);
    frame.append(R"(,"method":")").append(method).append("\"");
    if (!params.empty()) frame.append(R"(,"params":)").append(params);
    return frame + "}";
  }

  /// The requests that the provider has been given, in order.
  std::vector<Message> asked() const {
    std::vector<Message> requests;
    for (const Message& message : provider_box_.messages) {
      if (message.kind() == RIPPLE_REQUEST) requests.push_back(message.share());
    }
    return requests;
  }

  RuleEvents gateway_rule_events_{router_, log_};
  Subscriptions gateway_subscriptions_{methods_, gateway_rule_events_, 3};
  Streams gateway_streams_{router_, gateway_subscriptions_, 3};
  services::InvocationService gateway_invocation_{methods_, router_, log_, lookup_,
                                                  gateway_subscriptions_, gateway_streams_};
  Pipeline gateway_pipeline_{sessions_service_, policy_, gateway_invocation_, lookup_};
  EnvelopeScanner scanner_{{.nesting = 64, .batch_requests = 8}};
};

}  // namespace ripple::gateway
