#include "orphan.h"

#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>

namespace woodshed {

namespace {

// endWithParent(parent, message): exits when the parent process has exited, and writes the message to stderr.
// A separate thread checks four times a second, since JavaScript's thread may be blocked in a collective.
// Polling, because prctl's death signal exists on Linux only and follows the parent's thread.
napi_value endWithParent(Call& call) {
  auto parent = static_cast<pid_t>(call.int64(0));
  std::string message = call.string(1) + "\n";
  std::thread([parent, message] {
    while (getppid() == parent) std::this_thread::sleep_for(std::chrono::milliseconds(250));
    // A failed write is ignored: the reader of stderr may be gone too.
    [[maybe_unused]] auto written = write(STDERR_FILENO, message.data(), message.size());
    _exit(1);
  }).detach();
  return nullptr;
}

// exitNow(code): exits without the destructors of process groups, which would wait for unfinished collectives.
napi_value exitNow(Call& call) { _exit(call.int32(0)); }

}  // namespace

void registerOrphanWatch(napi_env env, napi_value exports) {
  define(env, exports, "endWithParent", endWithParent);
  define(env, exports, "exitNow", exitNow);
}

}  // namespace woodshed
