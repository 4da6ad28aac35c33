// Figures of NVIDIA GPUs from the driver's own library.
#pragma once

#include "napi.h"

namespace woodshed {

void registerNvml(napi_env env, napi_value exports);

}  // namespace woodshed
