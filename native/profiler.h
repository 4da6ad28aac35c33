// PyTorch's profiler (Kineto), and named ranges of training code.
#pragma once

#include "napi.h"

namespace woodshed {

void registerProfiler(napi_env env, napi_value exports);

}  // namespace woodshed
