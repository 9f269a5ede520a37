#include "main/iec/channel_host.hpp"

#include <chrono>

#include "ripple/contracts/registry.hpp"
#include "ripple/contracts/ripple_contract.hpp"

namespace ripple::iec {
namespace {

std::string_view view(ripple_string text) { return {text.data, text.size}; }
ripple_string borrow(std::string_view text) { return {text.data(), text.size()}; }

std::int64_t now(const ripple_host*) {
  return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

std::uint32_t contract_index(const ripple_host*, ripple_string contract) {
  const Result<RippleContract> parsed = parse_contract(view(contract));
  return parsed ? static_cast<std::uint32_t>(*parsed) : RIPPLE_NO_INDEX;
}

std::uint32_t method_index(const ripple_host*, std::uint32_t contract, ripple_string method) {
  if (contract >= kContractCount) return RIPPLE_NO_INDEX;
  const auto methods = contracts::registry()[contract].methods;
  for (std::uint32_t index = 0; index < methods.size(); ++index) {
    if (methods[index].name == view(method)) return index;
  }
  return RIPPLE_NO_INDEX;
}

}  // namespace

ChannelHost::ChannelHost(ExtnIndex index, const ExtnTable& names, Inbox& inbox, MainLoop& loop,
                         ExtnLog& log)
    : index_(index), names_(names), inbox_(inbox), loop_(loop), log_(log) {
  abi_.struct_size = sizeof abi_;
  abi_.abi_major = RIPPLE_ABI_MAJOR;
  abi_.abi_minor = RIPPLE_ABI_MINOR;
  abi_.self = this;
  abi_.send = [](const ripple_host* host, const ripple_message* message) -> std::int32_t {
    const ChannelHost& me = self(host);
    return me.inbox_.put(me.index_, Message::adopt(*message));
  };
  abi_.now = now;
  abi_.log = [](const ripple_host* host, std::int32_t level, ripple_string text) {
    const ChannelHost& me = self(host);
    me.log_.write(me.names_.name(me.index_), level, view(text));
  };
  abi_.log_enabled = [](const ripple_host* host, std::int32_t level) -> std::int32_t {
    return self(host).log_.enabled(level) ? 1 : 0;
  };
  abi_.contract_index = contract_index;
  abi_.method_index = method_index;
  abi_.extn_index = [](const ripple_host* host, ripple_string id) {
    return self(host).names_.find(view(id));
  };
  abi_.extn_name = [](const ripple_host* host, std::uint32_t extn) {
    return borrow(self(host).names_.name(extn));
  };
  abi_.ability = [](const ripple_host*, ripple_string name) -> const void* {
    static constexpr ripple_host_loop kLoop = {
        .struct_size = sizeof(ripple_host_loop),
        .post = [](const ripple_host* host, void (*run)(void*),
                   void* argument) { self(host).loop_.post(run, argument); },
        .set_timer = [](const ripple_host* host, std::int64_t at, void (*run)(void*),
                        void* argument) { return self(host).loop_.set_timer(at, run, argument); },
        .cancel_timer = [](const ripple_host* host,
                           std::uint64_t id) { self(host).loop_.cancel_timer(id); },
    };
    return view(name) == RIPPLE_HOST_LOOP ? &kLoop : nullptr;
  };
}

}  // namespace ripple::iec
