// Gradients, and the modes of operators: gradient recording and autocast.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "napi.h"

namespace woodshed {

// Arrays of handles, in which 0 stands for an undefined tensor.
std::vector<at::Tensor> optionalTensorsOf(napi_env env, napi_value handles);
// Takes the tensors out of the table: their handles end.
std::vector<at::Tensor> takeTensors(napi_env env, napi_value handles);
// Returns new handles.
napi_value handlesTo(napi_env env, const std::vector<at::Tensor>& list);

void registerAutograd(napi_env env, napi_value exports);
void registerCustomFunction(napi_env env, napi_value exports);
void registerCheckpoint(napi_env env, napi_value exports);

}  // namespace woodshed
