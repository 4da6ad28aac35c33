#include "array_memory.h"

#include <ATen/ATen.h>

#include <memory>
#include <mutex>

namespace woodshed {

std::atomic<int> numUnsharedViews{0};

namespace {

constexpr const char* kGone =
    "the memory of this tensor is gone: the ArrayBuffer that it views was transferred, or its WebAssembly memory grew. "
    "Copy the array with Tensor.from, or view a SharedArrayBuffer";

// An array whose buffer can be detached, and the storage over it.
struct Watched {
  napi_ref array;
  size_t length;
  c10::weak_intrusive_ptr<c10::StorageImpl> storage;
};

// The arrays that tensors of one N-API environment view. Outlives the environment: a tensor may be freed later, or
// on an autograd thread, where N-API must not be called. References wait in `dropped` for their own thread.
struct ViewedArrays {
  std::mutex mutex;
  bool isClosed = false;
  std::vector<napi_ref> dropped;
  std::vector<Watched> watched;

  // Called by the storage that is freed, on any thread.
  void drop(napi_ref array, bool isWatched) {
    std::lock_guard lock(mutex);
    if (isWatched) {
      numUnsharedViews.fetch_sub(1, std::memory_order_relaxed);
      std::erase_if(watched, [array](const Watched& entry) { return entry.array == array; });
    }
    // The end of an environment deletes its references.
    if (!isClosed) dropped.push_back(array);
  }

  void deleteDropped(napi_env env) {
    std::lock_guard lock(mutex);
    for (napi_ref array : dropped) napi_delete_reference(env, array);
    dropped.clear();
  }
};

using SharedArrays = std::shared_ptr<ViewedArrays>;

SharedArrays* arraysOf(napi_env env) {
  void* data = nullptr;
  check(napi_get_instance_data(env, &data));
  return static_cast<SharedArrays*>(data);
}

// A detached array has no elements.
size_t lengthOf(napi_env env, napi_ref reference) {
  napi_value array;
  napi_typedarray_type type;
  size_t length = 0;
  check(napi_get_reference_value(env, reference, &array));
  check(napi_get_typedarray_info(env, array, &type, &length, nullptr, nullptr, nullptr));
  return length;
}

}  // namespace

void refuseDetachedMemory(napi_env env) {
  SharedArrays* arrays = arraysOf(env);
  if (arrays == nullptr) return;
  std::vector<c10::weak_intrusive_ptr<c10::StorageImpl>> gone;
  {
    std::lock_guard lock((*arrays)->mutex);
    std::erase_if((*arrays)->watched, [&](Watched& entry) {
      if (lengthOf(env, entry.array) == entry.length) return false;
      gone.push_back(std::move(entry.storage));
      return true;
    });
  }
  // Without the lock: to replace the memory calls `drop`.
  for (auto& weak : gone) {
    auto storage = weak.lock();
    if (!storage) continue;
    storage->release_data_and_set_meta_custom_data_ptr_error_msg_(kGone);
    storage->set_data_ptr_noswap(at::DataPtr(nullptr, c10::Device(c10::kCPU)));
  }
}

ArrayBytes bytesOf(napi_env env, napi_value array) {
  ArrayBytes bytes{};
  napi_value buffer;
  if (napi_get_typedarray_info(env, array, &bytes.type, &bytes.length, &bytes.data, &buffer, nullptr) != napi_ok)
    throw ArgumentError("expected a typed array, got " + describeValue(env, array));
  static constexpr size_t kBytes[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
  bytes.bytes = bytes.length * (bytes.type <= napi_biguint64_array ? kBytes[bytes.type] : 2);
  bool isUnshared = false;
  check(napi_is_arraybuffer(env, buffer, &isUnshared));
  bytes.isShared = !isUnshared;
  return bytes;
}

at::Tensor viewArray(napi_env env, napi_value array, const std::vector<int64_t>& shape, c10::ScalarType dtype) {
  SharedArrays arrays = *arraysOf(env);
  arrays->deleteDropped(env);
  const ArrayBytes bytes = bytesOf(env, array);
  const bool isWatched = !bytes.isShared && bytes.bytes > 0;
  napi_ref reference;
  check(napi_create_reference(env, array, 1, &reference));
  auto drop = [arrays, reference, isWatched](void*) { arrays->drop(reference, isWatched); };
  at::Tensor tensor = at::from_blob(bytes.data, shape, drop, at::TensorOptions().dtype(dtype));
  if (isWatched) {
    numUnsharedViews.fetch_add(1, std::memory_order_relaxed);
    std::lock_guard lock(arrays->mutex);
    arrays->watched.push_back({reference, bytes.length, tensor.storage().getWeakStorageImpl()});
  }
  return tensor;
}

void registerArrayMemory(napi_env env) {
  auto close = [](napi_env, void* data, void*) {
    std::unique_ptr<SharedArrays> arrays(static_cast<SharedArrays*>(data));
    std::lock_guard lock((*arrays)->mutex);
    (*arrays)->isClosed = true;
    (*arrays)->watched.clear();
  };
  auto arrays = std::make_unique<SharedArrays>(std::make_shared<ViewedArrays>());
  check(napi_set_instance_data(env, arrays.get(), close, nullptr));
  arrays.release();
}

}  // namespace woodshed
