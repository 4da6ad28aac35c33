// PyTorch's profiler (Kineto), and ranges that training names itself.
#pragma once

#include "napi.h"

namespace woodshed {

void registerProfiler(napi_env env, napi_value exports);

}  // namespace woodshed
