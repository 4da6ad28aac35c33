#pragma once

#include "napi.h"

namespace woodshed {

void registerRecordedGraph(napi_env env, napi_value exports);

}  // namespace woodshed
