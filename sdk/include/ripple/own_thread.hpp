/// begin_own_thread: what every thread of a channel does first.
///
///     std::thread thread([] { begin_own_thread("ripple:channel:device:acme"); work(); });
#pragma once

#include <pthread.h>
#include <signal.h>

#include <string>

namespace ripple {

/// On the new thread. `name`, as the system shows it: at most 15 characters. Signals are Main's: none
/// may interrupt a call that the extension makes on this thread.
inline void begin_own_thread(const std::string& name) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  pthread_setname_np(pthread_self(), name.c_str());
}

}  // namespace ripple
