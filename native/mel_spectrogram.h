// Mel spectrograms on the CPU.
#pragma once

#include "napi.h"

namespace woodshed {

void registerMelSpectrogram(napi_env env, napi_value exports);

}  // namespace woodshed
