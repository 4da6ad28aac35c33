// Process groups, their store and c10d's Reducer. JavaScript holds them by handles of the object table.
#pragma once

#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>

#include <string>
#include <vector>

#include "napi.h"
#include "tensors.h"

namespace woodshed {

// A c10d object in the object table.
template <typename T>
int32_t putShared(c10::intrusive_ptr<T> object) {
  return objects.put(c10::IValue::make_capsule(std::move(object)));
}

// The object of a handle; `what` names the type for the error of a handle of something else.
template <typename T>
c10::intrusive_ptr<T> sharedAt(int32_t handle, const char* what) {
  const c10::IValue& value = objects.at(handle);
  if (value.isCapsule()) {
    auto object = c10::dynamic_intrusive_pointer_cast<T>(value.toCapsule());
    if (object) return object;
  }
  throw ArgumentError("object handle " + std::to_string(handle) + " is no " + what);
}

inline c10::intrusive_ptr<c10d::ProcessGroup> groupAt(int32_t handle) {
  return sharedAt<c10d::ProcessGroup>(handle, "process group");
}

// Waits, and adds up how long ranks waited for each other.
void waitCounted(const c10::intrusive_ptr<c10d::Work>& work);

// The tensors of an array of handles.
std::vector<at::Tensor> tensorsOf(napi_env env, napi_value handles);

// Adds NCCL to a group where the addon was built with it; throws ArgumentError where it was not.
void addNccl(const c10::intrusive_ptr<c10d::ProcessGroup>& group, const c10::intrusive_ptr<c10d::Store>& store,
             std::chrono::milliseconds timeout);

void registerStore(napi_env env, napi_value exports);
void registerProcessGroup(napi_env env, napi_value exports);
void registerReducer(napi_env env, napi_value exports);
void registerSyncBatchNorm(napi_env env, napi_value exports);

}  // namespace woodshed
