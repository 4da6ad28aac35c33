// Tensors over the memory of JavaScript arrays.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "napi.h"

namespace woodshed {

// The memory of a typed array. Valid until JavaScript runs again: a getter may transfer the buffer.
struct ArrayBytes {
  napi_typedarray_type type;
  void* data;
  size_t length;  // in elements
  size_t bytes;
  bool isShared;  // a SharedArrayBuffer, which can neither be transferred nor shrink
};

// Throws ArgumentError for any other value.
ArrayBytes bytesOf(napi_env env, napi_value array);

// Returns a tensor that reads and writes the array's own memory. The tensor keeps the array alive. If the memory
// goes away all the same (a transfer, a WebAssembly memory that grows), each later use of the tensor is an error.
at::Tensor viewArray(napi_env env, napi_value array, const std::vector<int64_t>& shape, c10::ScalarType dtype);

// Prepares an environment (the main thread's or a worker's) for views.
void registerArrayMemory(napi_env env);

}  // namespace woodshed
