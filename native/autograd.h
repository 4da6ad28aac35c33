// Gradients, and the modes of operators: gradient recording and autocast.
#pragma once

#include "napi.h"

namespace woodshed {

void registerAutograd(napi_env env, napi_value exports);

}  // namespace woodshed
