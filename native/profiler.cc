#include "profiler.h"

#include <ATen/DeviceAccelerator.h>
#include <ATen/record_function.h>
#include <torch/csrc/autograd/profiler_kineto.h>

#include <atomic>
#include <memory>
#include <unordered_map>
#include <vector>

#include "distributed.h"
#include "quiet_stderr.h"

// Declared in kineto_shim.h, which includes headers of Kineto that an installed torch does not have.
namespace torch::autograd::profiler {
TORCH_API void addMetadataJson(const std::string& key, const std::string& value);
}

namespace woodshed {

namespace {

namespace kineto = torch::autograd::profiler;
using torch::profiler::impl::ActivityType;
using torch::profiler::impl::ProfilerConfig;
using torch::profiler::impl::ProfilerState;

struct TraceHolder : torch::CustomClassHolder {
  std::unique_ptr<kineto::ProfilerResult> result;
};

// Number of events recorded so far, which tells how large the trace will be.
std::atomic<int64_t> eventCount{0};
at::CallbackHandle counter = at::INVALID_CALLBACK_HANDLE;

std::unique_ptr<at::ObserverContext> countEvent(const at::RecordFunction&) {
  eventCount.fetch_add(1, std::memory_order_relaxed);
  return nullptr;
}

// True if the trace contains the kernels of a GPU.
bool tracesDevice = false;

ProfilerConfig configOf(const Call& call) {
  const bool shapes = call.boolean(1);
  // Kineto computes floating-point operations from shapes.
  return ProfilerConfig(ProfilerState::KINETO, shapes, call.boolean(2), false, shapes, false);
}

std::set<ActivityType> activitiesOf(const Call& call) {
  std::set<ActivityType> activities{ActivityType::CPU};
  if (call.boolean(0)) activities.insert(ActivityType::CUDA);
  return activities;
}

// Waits for kernels that were launched outside of the trace, or that the trace is to contain.
void synchronizeTraced() {
  if (tracesDevice) at::accelerator::synchronizeDevice(at::accelerator::getDeviceIndex());
}

// prepareProfiler(cuda, shapes, memory): does the slow first-time setup before the traced steps.
napi_value prepareProfiler(Call& call) {
  QuietStderr quiet("USDT");
  kineto::prepareProfiler(configOf(call), activitiesOf(call));
  return nullptr;
}

// startProfiler(cuda, shapes, memory): call after prepareProfiler with the same arguments.
napi_value startProfiler(Call& call) {
  QuietStderr quiet("USDT");
  eventCount = 0;
  tracesDevice = call.boolean(0);
  synchronizeTraced();
  counter = at::addGlobalCallback(at::RecordFunctionCallback(&countEvent));
  kineto::enableProfiler(configOf(call), activitiesOf(call));
  return nullptr;
}

napi_value profilerEventCount(Call& call) { return makeInt(call.env, eventCount.load()); }

// addTraceMetadata(key, value): adds a JSON value at the top level of the trace.
napi_value addTraceMetadata(Call& call) {
  kineto::addMetadataJson(call.string(0), call.string(1));
  return nullptr;
}

// stopProfiler(): returns a trace; release it after use.
napi_value stopProfiler(Call& call) {
  QuietStderr quiet("USDT");
  at::removeCallback(counter);
  synchronizeTraced();
  auto holder = c10::make_intrusive<TraceHolder>();
  holder->result = kineto::disableProfiler();
  return makeInt(call.env, putShared(std::move(holder)));
}

// saveTrace(trace, path): writes Chrome's JSON format.
napi_value saveTrace(Call& call) {
  QuietStderr quiet("USDT");
  sharedAt<TraceHolder>(call.int32(0), "trace")->result->save(call.string(1));
  return nullptr;
}

template <typename T>
T* makeColumn(napi_env env, napi_value object, const char* name, napi_typedarray_type type, size_t length) {
  void* data;
  napi_value buffer, array;
  check(napi_create_arraybuffer(env, length * sizeof(T), &data, &buffer));
  check(napi_create_typedarray(env, type, length, buffer, 0, &array));
  check(napi_set_named_property(env, object, name, array));
  return static_cast<T*>(data);
}

// Assigns a number to each distinct text, since events repeat names and shapes.
class Names {
 public:
  int32_t of(const std::string& text) {
    auto [found, isNew] = numbers_.try_emplace(text, static_cast<int32_t>(texts_.size()));
    if (isNew) texts_.push_back(text);
    return found->second;
  }

  napi_value toArray(napi_env env) const {
    napi_value array;
    check(napi_create_array_with_length(env, texts_.size(), &array));
    for (size_t i = 0; i < texts_.size(); i++) check(napi_set_element(env, array, i, makeString(env, texts_[i])));
    return array;
  }

 private:
  std::unordered_map<std::string, int32_t> numbers_;
  std::vector<std::string> texts_;
};

std::string shapesOf(const kineto::KinetoEvent& event) {
  std::string text;
  for (const auto& shape : event.shapes()) {
    if (!text.empty()) text += ", ";
    text += "[";
    for (size_t i = 0; i < shape.size(); i++) text += (i ? ", " : "") + std::to_string(shape[i]);
    text += "]";
  }
  return text;
}

// traceEvents(trace): returns one column per field; times in microseconds from the start of the trace.
napi_value traceEvents(Call& call) {
  const auto& result = *sharedAt<TraceHolder>(call.int32(0), "trace")->result;
  std::vector<const kineto::KinetoEvent*> events;
  for (const auto& event : result.events())
    if (!event.isHiddenEvent()) events.push_back(&event);
  const size_t count = events.size();
  napi_value columns;
  check(napi_create_object(call.env, &columns));
  auto ints = [&](const char* name) {
    return makeColumn<int32_t>(call.env, columns, name, napi_int32_array, count);
  };
  auto doubles = [&](const char* name) {
    return makeColumn<double>(call.env, columns, name, napi_float64_array, count);
  };
  auto bytes = [&](const char* name) {
    return makeColumn<uint8_t>(call.env, columns, name, napi_uint8_array, count);
  };
  Names names, shapes;
  auto *name = ints("name"), *shape = ints("shapes"), *device = ints("device");
  auto *startUs = doubles("startUs"), *durationUs = doubles("durationUs"), *thread = doubles("thread");
  auto *forwardThread = doubles("forwardThread"), *sequence = doubles("sequence"), *flops = doubles("flops");
  auto *allocatedBytes = doubles("bytes"), *correlation = doubles("correlation"), *linked = doubles("linked");
  auto *scope = bytes("scope"), *isAsync = bytes("isAsync"), *isCpu = bytes("isCpu"), *kind = bytes("kind");
  const auto originNs = static_cast<int64_t>(result.trace_start_ns());
  for (size_t i = 0; i < count; i++) {
    const kineto::KinetoEvent& event = *events[i];
    name[i] = names.of(event.name());
    shape[i] = shapes.of(event.hasShapes() ? shapesOf(event) : "");
    device[i] = event.deviceIndex();
    startUs[i] = static_cast<double>(static_cast<int64_t>(event.startNs()) - originNs) / 1e3;
    durationUs[i] = static_cast<double>(event.durationNs()) / 1e3;
    thread[i] = static_cast<double>(event.startThreadId());
    forwardThread[i] = static_cast<double>(event.fwdThreadId());
    sequence[i] = static_cast<double>(event.sequenceNr());
    flops[i] = static_cast<double>(event.flops());
    allocatedBytes[i] = static_cast<double>(event.nBytes());
    correlation[i] = static_cast<double>(event.correlationId());
    linked[i] = static_cast<double>(event.linkedCorrelationId());
    scope[i] = event.scope();
    isAsync[i] = event.isAsync() || event.startThreadId() != event.endThreadId();
    isCpu[i] = event.deviceType() == c10::DeviceType::CPU;
    kind[i] = event.activityType();
  }
  check(napi_set_named_property(call.env, columns, "names", names.toArray(call.env)));
  check(napi_set_named_property(call.env, columns, "shapeTexts", shapes.toArray(call.env)));
  return columns;
}

// Open ranges, innermost last. Only the training thread uses them.
std::vector<std::unique_ptr<at::RecordFunction>> ranges;

napi_value beginRange(Call& call) {
  auto range = std::make_unique<at::RecordFunction>(at::RecordScope::USER_SCOPE);
  // The profiler copies the name at once.
  if (range->isActive()) range->before(call.string(0));
  ranges.push_back(std::move(range));
  return nullptr;
}

napi_value endRange(Call&) {
  if (ranges.empty()) throw ArgumentError("no range is open");
  ranges.pop_back();
  return nullptr;
}

}  // namespace

void registerProfiler(napi_env env, napi_value exports) {
  define(env, exports, "prepareProfiler", prepareProfiler);
  define(env, exports, "startProfiler", startProfiler);
  define(env, exports, "profilerEventCount", profilerEventCount);
  define(env, exports, "addTraceMetadata", addTraceMetadata);
  define(env, exports, "stopProfiler", stopProfiler);
  define(env, exports, "saveTrace", saveTrace);
  define(env, exports, "traceEvents", traceEvents);
  define(env, exports, "beginRange", beginRange);
  define(env, exports, "endRange", endRange);
}

}  // namespace woodshed
