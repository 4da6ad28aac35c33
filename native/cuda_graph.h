#pragma once

#include "napi.h"

namespace woodshed {

void registerCudaGraph(napi_env env, napi_value exports);

}  // namespace woodshed
