#pragma once

#include "napi.h"

namespace woodshed {

void registerCopyStream(napi_env env, napi_value exports);

}  // namespace woodshed
