// CUDA graphs: the kernels of a training step, recorded once and launched by one call.
#include "cuda_graph.h"

#ifdef WOODSHED_CUDA
#include <ATen/Context.h>
#include <ATen/DeviceAccelerator.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAStream.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>
#endif

namespace woodshed {

namespace {

#ifdef WOODSHED_CUDA
using at::cuda::CUDAGraph;

// Graphs of this thread; the numbers that JavaScript holds are places in the list. Not destroyed at the end of the process,
// when CUDA is gone.
std::vector<std::unique_ptr<CUDAGraph>>& graphs() {
  static thread_local auto* list = new std::vector<std::unique_ptr<CUDAGraph>>;
  return *list;
}

thread_local std::unique_ptr<CUDAGraph> capturing;

using Pool = decltype(at::cuda::graph_pool_handle());

// The memory that graphs share: they run one after another, and what one leaves there no other reads. libtorch gives a pool up
// when its last graph is gone, so that the next graph needs another.
thread_local std::optional<Pool> pool;

Pool sharedPool() {
  const auto& list = graphs();
  const bool isUsed = std::any_of(list.begin(), list.end(), [](const auto& graph) { return graph != nullptr; });
  if (!pool.has_value() || !isUsed) pool = at::cuda::graph_pool_handle();
  return *pool;
}

c10::DeviceIndex currentDevice() { return at::accelerator::getDeviceIndex(); }

// A capture that failed leaves the default generator, and the allocator, as if it went on. Whatever of this fails was not begun.
void recover(Pool failed) {
  auto generator = at::globalContext().defaultGenerator(c10::Device(at::kCUDA, currentDevice()));
  std::lock_guard lock(generator.mutex());
  // A copy does not capture; the generator takes over its state.
  generator.graphsafe_set_state(generator.clone().graphsafe_get_state());
  try {
    c10::cuda::CUDACachingAllocator::endAllocateToPool(currentDevice(), failed);
    c10::cuda::CUDACachingAllocator::releasePool(currentDevice(), failed);
  } catch (const std::exception&) {
  }
}

// useOwnStream(device): makes this thread launch kernels on a stream that can be captured; the default one cannot.
napi_value useOwnStream(Call& call) {
  const c10::Device device(call.string(0));
  const auto index = device.has_index() ? device.index() : currentDevice();
  at::accelerator::synchronizeDevice(index);
  static thread_local std::optional<c10::cuda::CUDAStream> own;
  if (!own.has_value() || own->device_index() != index) own = c10::cuda::getStreamFromPool(false, index);
  c10::cuda::setCurrentCUDAStream(*own);
  return nullptr;
}

// beginCapture(): from now on, kernels of this thread's stream are recorded instead of run.
napi_value beginCapture(Call&) {
  at::accelerator::synchronizeDevice(currentDevice());
  capturing = std::make_unique<CUDAGraph>();
  pool = sharedPool();
  // Other threads may allocate meanwhile.
  capturing->capture_begin(*pool, cudaStreamCaptureModeThreadLocal);
  return nullptr;
}

// endCapture(): returns the graph's number.
napi_value endCapture(Call& call) {
  capturing->capture_end();
  auto& list = graphs();
  list.push_back(std::move(capturing));
  return makeInt(call.env, static_cast<int64_t>(list.size() - 1));
}

// abandonCapture(): ends a capture that failed.
napi_value abandonCapture(Call&) {
  if (capturing == nullptr) return nullptr;
  try {
    capturing->capture_end();
    capturing.reset();
  } catch (const std::exception&) {
    // The capture was invalid, which is why it is abandoned. Its destructor would fail too.
    capturing.release();
    recover(*pool);
  }
  return nullptr;
}

napi_value replayGraph(Call& call) {
  graphs().at(static_cast<size_t>(call.int32(0)))->replay();
  return nullptr;
}

napi_value releaseGraph(Call& call) {
  graphs().at(static_cast<size_t>(call.int32(0))).reset();
  return nullptr;
}

#else
napi_value withoutCuda(Call&) { throw ArgumentError("the addon was built without CUDA: it has no graphs"); }
#endif

}  // namespace

void registerCudaGraph(napi_env env, napi_value exports) {
#ifdef WOODSHED_CUDA
  define(env, exports, "useOwnStream", useOwnStream);
  define(env, exports, "beginCapture", beginCapture);
  define(env, exports, "endCapture", endCapture);
  define(env, exports, "abandonCapture", abandonCapture);
  define(env, exports, "replayGraph", replayGraph);
  define(env, exports, "releaseGraph", releaseGraph);
#else
  for (const char* name :
       {"useOwnStream", "beginCapture", "endCapture", "abandonCapture", "replayGraph", "releaseGraph"})
    define(env, exports, name, withoutCuda);
#endif
}

}  // namespace woodshed
