// Gradients and the modes that decide how operators run.
#pragma once

#include "napi.h"

namespace woodshed {

void registerAutograd(napi_env env, napi_value exports);

}  // namespace woodshed
