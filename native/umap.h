// UMAP's layout.
#pragma once

#include "napi.h"

namespace woodshed {

void registerUmap(napi_env env, napi_value exports);

}  // namespace woodshed
