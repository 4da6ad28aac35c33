/* Stands in for NVIDIA's libnvidia-ml.so.1: three GPUs, by the interface of nvml.h. The second reports no power; the third belongs to another container. */
#include <string.h>

typedef struct { unsigned int gpu, memory; } utilization_t;
typedef struct { unsigned long long total, free, used; } memory_t;

#define SUCCESS 0
#define INVALID_ARGUMENT 2
#define NOT_SUPPORTED 3
#define NO_PERMISSION 4

static int is_open = 0;
static int first, second;

int nvmlInit_v2(void) { is_open = 1; return SUCCESS; }
int nvmlDeviceGetCount_v2(unsigned int *count) {
  *count = 3;
  return is_open ? SUCCESS : 1; /* NVML_ERROR_UNINITIALIZED */
}
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) {
  if (index > 2) return INVALID_ARGUMENT;
  if (index == 2) return NO_PERMISSION;
  *device = index == 0 ? &first : &second;
  return SUCCESS;
}
static int is_second(void *device) { return device == &second; }
int nvmlDeviceGetName(void *device, char *name, unsigned int length) {
  strncpy(name, is_second(device) ? "NVIDIA T4" : "NVIDIA A100-SXM4-40GB", length);
  return SUCCESS;
}
int nvmlDeviceGetUtilizationRates(void *device, utilization_t *out) {
  out->gpu = is_second(device) ? 0 : 87;
  out->memory = is_second(device) ? 0 : 41;
  return SUCCESS;
}
int nvmlDeviceGetMemoryInfo(void *device, memory_t *out) {
  out->total = is_second(device) ? 16000000000ULL : 40000000000ULL;
  out->used = is_second(device) ? 400000000ULL : 10000000000ULL;
  out->free = out->total - out->used;
  return SUCCESS;
}
int nvmlDeviceGetTemperature(void *device, int sensor, unsigned int *out) {
  if (sensor != 0) return INVALID_ARGUMENT;
  *out = is_second(device) ? 35 : 64;
  return SUCCESS;
}
int nvmlDeviceGetPowerUsage(void *device, unsigned int *milliwatts) {
  if (is_second(device)) return NOT_SUPPORTED;
  *milliwatts = 312500;
  return SUCCESS;
}
int nvmlDeviceGetEnforcedPowerLimit(void *device, unsigned int *milliwatts) {
  *milliwatts = is_second(device) ? 70000 : 400000;
  return SUCCESS;
}
