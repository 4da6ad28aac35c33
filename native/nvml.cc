// Reads GPU sensors by NVML. The library comes with the driver, not with CUDA, so it is opened at run time.
#include "nvml.h"

#include <dlfcn.h>

namespace woodshed {

namespace {

using Device = void*;
struct Utilization {
  unsigned gpu;
  unsigned memory;
};
struct Memory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};

// Declarations from nvml.h; a status of 0 is success.
struct Library {
  int (*init)();
  int (*count)(unsigned*);
  int (*device)(unsigned, Device*);
  int (*name)(Device, char*, unsigned);
  int (*utilization)(Device, Utilization*);
  int (*memory)(Device, Memory*);
  int (*temperature)(Device, int sensor, unsigned*);
  int (*power)(Device, unsigned* milliwatts);
  int (*powerLimit)(Device, unsigned* milliwatts);
};

Library library{};
bool isOpen = false;

template <typename Function>
void find(void* from, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(from, name));
  if (function == nullptr) throw ArgumentError(std::string("the library has no ") + name);
}

// openNvml(path): returns the number of GPUs. Throws if the library is missing or finds no driver.
napi_value openNvml(Call& call) {
  const std::string path = call.string(0);
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw ArgumentError(std::string(dlerror()));
  find(handle, "nvmlInit_v2", library.init);
  find(handle, "nvmlDeviceGetCount_v2", library.count);
  find(handle, "nvmlDeviceGetHandleByIndex_v2", library.device);
  find(handle, "nvmlDeviceGetName", library.name);
  find(handle, "nvmlDeviceGetUtilizationRates", library.utilization);
  find(handle, "nvmlDeviceGetMemoryInfo", library.memory);
  find(handle, "nvmlDeviceGetTemperature", library.temperature);
  find(handle, "nvmlDeviceGetPowerUsage", library.power);
  find(handle, "nvmlDeviceGetEnforcedPowerLimit", library.powerLimit);
  unsigned count = 0;
  int status = library.init();
  if (status == 0) status = library.count(&count);
  if (status != 0) throw ArgumentError("NVML failed with status " + std::to_string(status));
  isOpen = true;
  return makeInt(call.env, count);
}

void set(napi_env env, napi_value object, const char* name, bool isKnown, double value) {
  check(napi_set_named_property(env, object, name, isKnown ? makeDouble(env, value) : makeNull(env)));
}

// readNvml(index): returns the sensors of one GPU; null for those that it does not report.
napi_value readNvml(Call& call) {
  if (!isOpen) throw ArgumentError("NVML is not open");
  Device device;
  const int status = library.device(static_cast<unsigned>(call.int32(0)), &device);
  if (status != 0) throw ArgumentError("NVML failed with status " + std::to_string(status));
  napi_value result;
  check(napi_create_object(call.env, &result));
  char name[96] = "";
  const bool isNamed = library.name(device, name, sizeof name) == 0;
  check(napi_set_named_property(call.env, result, "name", makeString(call.env, isNamed ? name : "GPU")));
  Utilization utilization{};
  const bool hasUtilization = library.utilization(device, &utilization) == 0;
  set(call.env, result, "utilizationPercent", hasUtilization, utilization.gpu);
  set(call.env, result, "memoryBusyPercent", hasUtilization, utilization.memory);
  Memory memory{};
  const bool hasMemory = library.memory(device, &memory) == 0;
  set(call.env, result, "usedBytes", hasMemory, static_cast<double>(memory.used));
  set(call.env, result, "totalBytes", hasMemory, static_cast<double>(memory.total));
  unsigned value = 0;
  const bool hasTemperature = library.temperature(device, 0, &value) == 0;
  set(call.env, result, "temperatureC", hasTemperature, value);
  const bool hasPower = library.power(device, &value) == 0;
  set(call.env, result, "powerW", hasPower, value / 1000.0);
  const bool hasLimit = library.powerLimit(device, &value) == 0;
  set(call.env, result, "powerLimitW", hasLimit, value / 1000.0);
  return result;
}

}  // namespace

void registerNvml(napi_env env, napi_value exports) {
  define(env, exports, "openNvml", openNvml);
  define(env, exports, "readNvml", readNvml);
}

}  // namespace woodshed
