#include "runtime.h"

#include <ATen/ATen.h>
#include <ATen/DeviceAccelerator.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <torch/version.h>
#include <c10/core/CachingDeviceAllocator.h>

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef __x86_64__
#include <cpuid.h>
#endif

#include "block_cache.h"
#include "tensors.h"

namespace woodshed {

namespace {

int numCudaDevices() { return at::hasCUDA() ? at::detail::getCUDAHooks().deviceCount() : 0; }

c10::DeviceIndex indexOf(const c10::Device& device) {
  return device.has_index() ? device.index() : at::accelerator::getDeviceIndex();
}

// manualSeed(seed): seeds the default generator of every device.
napi_value manualSeed(Call& call) {
  auto seed = static_cast<uint64_t>(call.int64(0));
  auto generator = at::globalContext().defaultGenerator(at::kCPU);
  {
    std::lock_guard lock(generator.mutex());
    generator.set_current_seed(seed);
  }
  for (int i = 0; i < numCudaDevices(); i++) {
    auto cuda = at::globalContext().defaultGenerator(c10::Device(at::kCUDA, static_cast<int8_t>(i)));
    std::lock_guard lock(cuda.mutex());
    cuda.set_current_seed(seed);
  }
  return nullptr;
}

at::Generator generatorOf(const std::string& device) {
  return at::globalContext().defaultGenerator(c10::Device(device));
}

napi_value getRandomState(Call& call) {
  auto generator = generatorOf(call.string(0));
  std::lock_guard lock(generator.mutex());
  return makeInt(call.env, tensors.put(generator.get_state()));
}

napi_value setRandomState(Call& call) {
  auto generator = generatorOf(call.string(0));
  std::lock_guard lock(generator.mutex());
  // A copy, because libtorch reads a struct in place, and a view into a file may be unaligned.
  generator.set_state(tensors.at(call.int32(1)).clone());
  return nullptr;
}

// newGenerator(device, seed): returns an object for the argument `generator` of operators.
napi_value newGenerator(Call& call) {
  c10::Device device(call.string(0));
  at::Generator generator = at::globalContext().defaultGenerator(device).clone();
  generator.set_current_seed(static_cast<uint64_t>(call.int64(1)));
  return makeInt(call.env, objects.put(c10::IValue(generator)));
}

napi_value setNumThreads(Call& call) {
  at::set_num_threads(call.int32(0));
  return nullptr;
}

napi_value getNumThreads(Call& call) { return makeInt(call.env, at::get_num_threads()); }

// setDeterministic(enabled): chooses algorithms that always sum in the same order; an operator without one warns.
napi_value setDeterministic(Call& call) {
  // cuBLAS is deterministic with workspaces of a fixed size only, which it reads when it starts.
  if (call.boolean(0)) setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
  auto& context = at::globalContext();
  context.setDeterministicAlgorithms(call.boolean(0), true);
  context.setDeterministicCuDNN(call.boolean(0));
  // libtorch would fill each new tensor, to show programs that read what they have not written.
  context.setDeterministicFillUninitializedMemory(false);
  return nullptr;
}

// setTf32(convolutions, products): lets a GPU multiply float32 with 10 bits of the fraction.
napi_value setTf32(Call& call) {
  at::globalContext().setAllowTF32CuDNN(call.boolean(0));
  at::globalContext().setAllowTF32CuBLAS(call.boolean(1));
  return nullptr;
}

// setCudnnSearch(enabled): cuDNN measures its algorithms for each new shape and takes the fastest.
napi_value setCudnnSearch(Call& call) {
  at::globalContext().setBenchmarkCuDNN(call.boolean(0));
  return nullptr;
}

napi_value cudaDeviceCount(Call& call) {
  return makeInt(call.env, numCudaDevices());
}

// setDevice(device): makes a GPU the current one of this thread: "cuda" without an index, and memory that is pinned.
napi_value setDevice(Call& call) {
  const c10::Device device(call.string(0));
  if (!device.is_cpu() && device.has_index()) at::accelerator::setDeviceIndex(device.index());
  return nullptr;
}

// synchronize(device): waits until a GPU has done all work of this process; has no effect for "cpu".
napi_value synchronize(Call& call) {
  const c10::Device device(call.string(0));
  if (!device.is_cpu()) at::accelerator::synchronizeDevice(indexOf(device));
  return nullptr;
}

void setNumber(napi_env env, napi_value object, const char* name, double value) {
  check(napi_set_named_property(env, object, name, makeDouble(env, value)));
}

// memoryStats(device): returns bytes of the C allocator for "cpu", of the caching allocator for a GPU.
napi_value memoryStats(Call& call) {
  c10::Device device(call.string(0));
  napi_value result;
  check(napi_create_object(call.env, &result));
  if (device.is_cpu()) {
    setNumber(call.env, result, "tensorBytes", static_cast<double>(tensorBytes()));
    setNumber(call.env, result, "peakTensorBytes", static_cast<double>(peakTensorBytes()));
#ifdef __GLIBC__
    struct mallinfo2 info = mallinfo2();
    setNumber(call.env, result, "allocatedBytes", static_cast<double>(info.uordblks + info.hblkhd));
    setNumber(call.env, result, "reservedBytes", static_cast<double>(info.arena + info.hblkhd));
#endif
    return result;
  }
  // Before the first use of a GPU its allocator has no statistics, and reading them must not initialize it.
  auto* allocator = at::getDeviceAllocator(device.type());
  at::CachingDeviceAllocator::DeviceStats stats;
  if (allocator->initialized()) stats = allocator->getDeviceStats(indexOf(device));
  setNumber(call.env, result, "allocatedBytes", static_cast<double>(stats.allocated_bytes[0].current));
  setNumber(call.env, result, "peakAllocatedBytes", static_cast<double>(stats.allocated_bytes[0].peak));
  setNumber(call.env, result, "reservedBytes", static_cast<double>(stats.reserved_bytes[0].current));
  setNumber(call.env, result, "peakReservedBytes", static_cast<double>(stats.reserved_bytes[0].peak));
  setNumber(call.env, result, "inactiveSplitBytes", static_cast<double>(stats.inactive_split_bytes[0].current));
  setNumber(call.env, result, "numRetries", static_cast<double>(stats.num_alloc_retries));
  return result;
}

napi_value resetPeakMemory(Call& call) {
  c10::Device device(call.string(0));
  if (device.is_cpu()) {
    resetPeakTensorBytes();
  } else if (auto* allocator = at::getDeviceAllocator(device.type()); allocator->initialized()) {
    allocator->resetPeakStats(indexOf(device));
  }
  return nullptr;
}

// limitMemory(bytes): limits the memory of tensors on the CPU; 0 for no limit.
napi_value limitMemory(Call& call) {
  limitTensorBytes(static_cast<size_t>(call.int64(0)));
  return nullptr;
}

#if defined(__x86_64__)
// CPUID leaf 7, EDX bit 22: __builtin_cpu_supports of older compilers lacks AMX.
bool hasAmxBf16() {
  unsigned eax, ebx, ecx, edx;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (edx & (1u << 22)) != 0;
}
#endif

napi_value cpuCapability(Call& call) {
  napi_value result;
  check(napi_create_object(call.env, &result));
  auto set = [&](const char* name, bool value) {
    check(napi_set_named_property(call.env, result, name, makeBool(call.env, value)));
  };
#if defined(__x86_64__)
  set("avx512", __builtin_cpu_supports("avx512f"));
  set("avx512Bf16", __builtin_cpu_supports("avx512bf16"));
  set("amx", hasAmxBf16());
#else
  set("avx512", false);
  set("avx512Bf16", false);
  set("amx", false);
#endif
  return result;
}

napi_value version(Call& call) { return makeString(call.env, TORCH_VERSION); }

napi_value setError(Call& call) {
  setErrorClass(call.env, call.values[0]);
  return nullptr;
}

}  // namespace

void registerRuntime(napi_env env, napi_value exports) {
  define(env, exports, "manualSeed", manualSeed);
  define(env, exports, "getRandomState", getRandomState);
  define(env, exports, "setRandomState", setRandomState);
  define(env, exports, "newGenerator", newGenerator);
  define(env, exports, "setNumThreads", setNumThreads);
  define(env, exports, "getNumThreads", getNumThreads);
  define(env, exports, "setDeterministic", setDeterministic);
  define(env, exports, "setTf32", setTf32);
  define(env, exports, "setCudnnSearch", setCudnnSearch);
  define(env, exports, "cudaDeviceCount", cudaDeviceCount);
  define(env, exports, "setDevice", setDevice);
  define(env, exports, "synchronize", synchronize);
  define(env, exports, "memoryStats", memoryStats);
  define(env, exports, "resetPeakMemory", resetPeakMemory);
  define(env, exports, "limitMemory", limitMemory);
  define(env, exports, "cpuCapability", cpuCapability);
  define(env, exports, "version", version);
  define(env, exports, "setErrorClass", setError);
}

}  // namespace woodshed
