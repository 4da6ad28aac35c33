// Random state, threads, memory and versions of the engine.
#pragma once

#include "napi.h"

namespace woodshed {

// Sets glibc's thresholds for large activations; false where there is no glibc.
bool tuneAllocator();

void registerRuntime(napi_env env, napi_value exports);

}  // namespace woodshed
