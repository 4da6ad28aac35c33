// Random state, threads, memory and versions of the engine.
#pragma once

#include "napi.h"

namespace woodshed {

void registerRuntime(napi_env env, napi_value exports);

}  // namespace woodshed
