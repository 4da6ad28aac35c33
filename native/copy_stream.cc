// A stream of its own for copies to a GPU, and events, by which a stream waits for another one. The host waits for neither.
#include "copy_stream.h"

#include <ATen/DeviceAccelerator.h>
#include <c10/core/Event.h>

#include <optional>
#include <vector>

namespace woodshed {

namespace {

// This thread's stream of copies, and the one that was current before it.
thread_local std::optional<c10::Stream> copies;
thread_local std::optional<c10::Stream> before;

// Events of this thread; the numbers that JavaScript holds are places in the list. Not destroyed at the end of the process, when
// CUDA is gone.
std::vector<c10::Event>& events() {
  static thread_local auto* list = new std::vector<c10::Event>;
  return *list;
}

c10::Device deviceOf(Call& call, size_t i) {
  const c10::Device device(call.string(i));
  return device.has_index() ? device : c10::Device(device.type(), at::accelerator::getDeviceIndex());
}

c10::Stream currentStream(const c10::Device& device) { return at::accelerator::getCurrentStream(device.index()); }

// enterCopyStream(device): from now on, this thread's work is queued on the stream of copies.
napi_value enterCopyStream(Call& call) {
  const c10::Device device = deviceOf(call, 0);
  if (before.has_value()) throw ArgumentError("the stream of copies is entered already");
  if (!copies.has_value() || copies->device() != device)
    copies = c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device);
  before = currentStream(device);
  at::accelerator::setCurrentStream(*copies);
  return nullptr;
}

// leaveCopyStream(): work is queued on the stream of before again.
napi_value leaveCopyStream(Call&) {
  if (!before.has_value()) throw ArgumentError("the stream of copies is not entered");
  at::accelerator::setCurrentStream(*before);
  before.reset();
  return nullptr;
}

// newEvent(device): returns the number of an event that is not recorded, for which nothing waits.
napi_value newEvent(Call& call) {
  events().emplace_back(deviceOf(call, 0).type());
  return makeInt(call.env, static_cast<int64_t>(events().size() - 1));
}

// recordEvent(event, device): places the event after all work that is queued on the current stream.
napi_value recordEvent(Call& call) {
  events().at(static_cast<size_t>(call.int32(0))).record(currentStream(deviceOf(call, 1)));
  return nullptr;
}

// waitForEvent(event, device): what is queued on the current stream from now on runs after the event.
napi_value waitForEvent(Call& call) {
  events().at(static_cast<size_t>(call.int32(0))).block(currentStream(deviceOf(call, 1)));
  return nullptr;
}

}  // namespace

void registerCopyStream(napi_env env, napi_value exports) {
  define(env, exports, "enterCopyStream", enterCopyStream);
  define(env, exports, "leaveCopyStream", leaveCopyStream);
  define(env, exports, "newEvent", newEvent);
  define(env, exports, "recordEvent", recordEvent);
  define(env, exports, "waitForEvent", waitForEvent);
}

}  // namespace woodshed
