// Exits when the parent process has exited.
#pragma once

#include "napi.h"

namespace woodshed {

void registerOrphanWatch(napi_env env, napi_value exports);

}  // namespace woodshed
