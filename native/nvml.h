// Sensors of NVIDIA GPUs, by the driver's library.
#pragma once

#include "napi.h"

namespace woodshed {

void registerNvml(napi_env env, napi_value exports);

}  // namespace woodshed
