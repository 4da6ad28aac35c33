// The table of live tensors: JavaScript holds an integer handle, this table holds the reference.
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>

#include <cstdint>
#include <string>
#include <vector>

#include "napi.h"

namespace woodshed {

// Moves the elements to memory that is never freed.
template <typename T>
void leak(std::vector<T>& elements) {
  new std::vector<T>(std::move(elements));
}

class TensorTable {
 public:
  TensorTable() = default;
  TensorTable(const TensorTable&) = delete;
  // Leaves what still lives at a thread's end to the system: at the end of the process the streams that memory of a GPU
  // refers to are gone, and freeing it would end the process with an error.
  ~TensorTable() { leak(slots_); }
  // Frees everything, while libtorch still works.
  void clear();

  int32_t put(at::Tensor tensor) {
    live_++;
    if (free_.empty()) {
      slots_.push_back(std::move(tensor));
      return static_cast<int32_t>(slots_.size() - 1);
    }
    int32_t handle = free_.back();
    free_.pop_back();
    slots_[handle] = std::move(tensor);
    return handle;
  }

  const at::Tensor& at(int32_t handle) const {
    if (handle <= 0 || static_cast<size_t>(handle) >= slots_.size() || !slots_[handle].defined())
      throw ArgumentError("tensor handle " + std::to_string(handle) + " is not alive");
    return slots_[handle];
  }

  void release(int32_t handle) {
    at(handle);
    slots_[handle] = at::Tensor();
    free_.push_back(handle);
    live_--;
  }

  int64_t live() const { return live_; }
  // Bytes of the distinct storages that live handles refer to.
  int64_t liveBytes() const;

  struct Storage {
    int64_t bytes = 0;
    std::vector<int32_t> handles;
  };
  // The largest storages that live handles refer to.
  std::vector<Storage> largest(size_t count) const;

 private:
  // Handle 0 is reserved: it means "no tensor".
  std::vector<at::Tensor> slots_{1};
  std::vector<int32_t> free_;
  int64_t live_ = 0;
};

// The table of values that are neither tensors nor plain data (generators, packed parameters, process groups).
class ObjectTable {
 public:
  ObjectTable() = default;
  ObjectTable(const ObjectTable&) = delete;
  ~ObjectTable() { leak(slots_); }
  void clear();

  int32_t put(c10::IValue value);
  const c10::IValue& at(int32_t handle) const;
  void release(int32_t handle);

 private:
  std::vector<c10::IValue> slots_{1};
  std::vector<int32_t> free_;
};

// One table per thread: a worker that loads the addon has its own handles.
extern thread_local TensorTable tensors;
extern thread_local ObjectTable objects;

// Returns "float32 [2, 3]", with the device if it is not the CPU. Never throws.
std::string describeTensor(const at::Tensor& tensor);

void registerTensors(napi_env env, napi_value exports);

}  // namespace woodshed
