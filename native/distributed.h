// Process groups, their store and c10d's Reducer. JavaScript refers to them by handles of the object table.
#pragma once

#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>

#include <string>
#include <vector>

#include "napi.h"
#include "tensors.h"

namespace woodshed {

// Puts a c10d object into the object table.
template <typename T>
int32_t putShared(c10::intrusive_ptr<T> object) {
  return objects.put(c10::IValue::make_capsule(std::move(object)));
}

// Returns the object of a handle. `type` names the expected type in the error for a handle of another type.
template <typename T>
c10::intrusive_ptr<T> sharedAt(int32_t handle, const char* type) {
  const c10::IValue& value = objects.at(handle);
  if (value.isCapsule()) {
    auto object = c10::dynamic_intrusive_pointer_cast<T>(value.toCapsule());
    if (object) return object;
  }
  throw ArgumentError("object handle " + std::to_string(handle) + " is not a " + type);
}

inline c10::intrusive_ptr<c10d::ProcessGroup> groupAt(int32_t handle) {
  return sharedAt<c10d::ProcessGroup>(handle, "process group");
}

// Waits for a collective, and adds the time to the total that ranks waited for each other.
void waitCounted(const c10::intrusive_ptr<c10d::Work>& work);

// Returns the tensors of an array of handles.
std::vector<at::Tensor> tensorsOf(napi_env env, napi_value handles);

// Adds NCCL to a group. Throws ArgumentError if the addon was built without NCCL.
void addNccl(const c10::intrusive_ptr<c10d::ProcessGroup>& group, const c10::intrusive_ptr<c10d::Store>& store,
             std::chrono::milliseconds timeout);

void registerStore(napi_env env, napi_value exports);
void registerProcessGroup(napi_env env, napi_value exports);
void registerReducer(napi_env env, napi_value exports);
void registerSyncBatchNorm(napi_env env, napi_value exports);

}  // namespace woodshed
