#include "main/bootstrap/bootstrap.hpp"

#include "main/bootstrap/load_steps.hpp"
#include "main/bootstrap/serve_steps.hpp"
#include "main/bootstrap/start_steps.hpp"

namespace ripple::bootstrap {

std::vector<std::unique_ptr<BootStep>> boot_steps() {
  std::vector<std::unique_ptr<BootStep>> steps;
  steps.push_back(std::make_unique<LoadExtensionMetadata>());
  steps.push_back(std::make_unique<LoadExtensions>());
  steps.push_back(std::make_unique<EnforceContracts>());
  steps.push_back(std::make_unique<ConfigureServices>());
  steps.push_back(std::make_unique<StartBuiltinChannels>());
  steps.push_back(std::make_unique<StartDeviceChannels>());
  steps.push_back(std::make_unique<StartDeferredChannels>());
  steps.push_back(std::make_unique<AwaitContracts>());
  steps.push_back(std::make_unique<StartGateway>());
  steps.push_back(std::make_unique<Launch>());
  return steps;
}

Result<void> Bootstrap::start() {
  for (const auto& step : steps_) {
    const auto begin = std::chrono::steady_clock::now();
    ++begun_;
    Result<void> done = step->run(platform_);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begin);
    durations_.emplace_back(step->name(), took);
    if (platform_.log.enabled(RIPPLE_LOG_DEBUG)) {
      platform_.log.write("bootstrap", RIPPLE_LOG_DEBUG,
                          std::string(step->name()) + (done ? " took " : " failed after ") +
                              std::to_string(took.count()) + " us");
    }
    if (!done) {
      stop();
      return done;
    }
  }
  return {};
}

void Bootstrap::stop() {
  platform_.begin_stop();
  while (begun_ != 0) steps_[--begun_]->undo(platform_);
}

}  // namespace ripple::bootstrap
