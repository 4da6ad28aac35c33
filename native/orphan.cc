#include "orphan.h"

#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>

namespace woodshed {

namespace {

// endWithParent(parent, message): a thread of its own, for JavaScript's may be waiting in a collective,
// looks four times a second whether the parent still lives; then the message goes to stderr and the process ends.
// Polled instead of prctl's death signal, which Linux alone has and which follows the parent's thread.
napi_value endWithParent(Call& call) {
  auto parent = static_cast<pid_t>(call.int64(0));
  std::string message = call.string(1) + "\n";
  std::thread([parent, message] {
    while (getppid() == parent) std::this_thread::sleep_for(std::chrono::milliseconds(250));
    // A reader that is gone is no reason to stay.
    [[maybe_unused]] auto written = write(STDERR_FILENO, message.data(), message.size());
    _exit(1);
  }).detach();
  return nullptr;
}

// exitNow(code): without the destructors of process groups, which would wait for collectives that never end.
napi_value exitNow(Call& call) { _exit(call.int32(0)); }

}  // namespace

void registerOrphanWatch(napi_env env, napi_value exports) {
  define(env, exports, "endWithParent", endWithParent);
  define(env, exports, "exitNow", exitNow);
}

}  // namespace woodshed
