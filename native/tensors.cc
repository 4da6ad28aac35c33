#include "tensors.h"

#include <ATen/ATen.h>
#include <ATen/record_function.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <unordered_map>
#include <unordered_set>

#include "array_memory.h"
#include "dtypes.h"
#include "operators.h"

namespace woodshed {

thread_local TensorTable tensors;
thread_local ObjectTable objects;

void TensorTable::clear() {
  slots_.resize(1);
  free_.clear();
  live_ = 0;
}

void ObjectTable::clear() {
  slots_.resize(1);
  free_.clear();
}

int64_t TensorTable::liveBytes() const {
  std::unordered_set<const void*> seen;
  int64_t bytes = 0;
  for (const at::Tensor& tensor : slots_) {
    if (!tensor.defined() || !tensor.has_storage()) continue;
    const auto& storage = tensor.storage();
    if (seen.insert(storage.unsafeGetStorageImpl()).second) bytes += static_cast<int64_t>(storage.nbytes());
  }
  return bytes;
}

std::vector<TensorTable::Storage> TensorTable::largest(size_t count) const {
  std::unordered_map<const void*, Storage> found;
  for (size_t handle = 1; handle < slots_.size(); handle++) {
    const at::Tensor& tensor = slots_[handle];
    if (!tensor.defined() || !tensor.has_storage()) continue;
    Storage& storage = found[tensor.storage().unsafeGetStorageImpl()];
    storage.bytes = static_cast<int64_t>(tensor.storage().nbytes());
    storage.handles.push_back(static_cast<int32_t>(handle));
  }
  std::vector<Storage> all;
  for (auto& [_, storage] : found) all.push_back(std::move(storage));
  std::sort(all.begin(), all.end(), [](const Storage& a, const Storage& b) {
    return a.bytes != b.bytes ? a.bytes > b.bytes : a.handles < b.handles;
  });
  if (all.size() > count) all.resize(count);
  return all;
}

int32_t ObjectTable::put(c10::IValue value) {
  if (!free_.empty()) {
    int32_t handle = free_.back();
    free_.pop_back();
    slots_[handle] = std::move(value);
    return handle;
  }
  slots_.push_back(std::move(value));
  return static_cast<int32_t>(slots_.size() - 1);
}

const c10::IValue& ObjectTable::at(int32_t handle) const {
  if (handle <= 0 || static_cast<size_t>(handle) >= slots_.size() || slots_[handle].isNone())
    throw ArgumentError("object handle " + std::to_string(handle) + " is not alive");
  return slots_[handle];
}

void ObjectTable::release(int32_t handle) {
  at(handle);
  slots_[handle] = c10::IValue();
  free_.push_back(handle);
}

std::string describeTensor(const at::Tensor& tensor) {
  std::string text = dtypeName(tensor.scalar_type());
  try {
    std::string sizes;
    for (int64_t size : tensor.sizes()) sizes += (sizes.empty() ? "" : ", ") + std::to_string(size);
    text += " [" + sizes + "]";
  } catch (const c10::Error&) {
    // A nested tensor has no sizes.
    text += " [?]";
  }
  if (!tensor.device().is_cpu()) text += " on " + tensor.device().str();
  return text;
}

namespace {

std::vector<int64_t> shapeOf(napi_env env, napi_value value) {
  uint32_t length;
  if (napi_get_array_length(env, value, &length) != napi_ok) throw ArgumentError("expected a shape");
  std::vector<int64_t> shape(length);
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    check(napi_get_element(env, value, i, &element));
    check(napi_get_value_int64(env, element, &shape[i]));
  }
  return shape;
}

// Bytes of a dense tensor of this shape.
int64_t bytesOfShape(const std::vector<int64_t>& shape, c10::ScalarType dtype) {
  int64_t bytes = static_cast<int64_t>(c10::elementSize(dtype));
  for (int64_t size : shape) {
    if (size < 0) throw ArgumentError("a shape cannot have the negative size " + std::to_string(size));
    if (__builtin_mul_overflow(bytes, size, &bytes)) throw ArgumentError("the shape is too large");
  }
  return bytes;
}

// fromArray(array, dtype, shape, copy): without a copy the tensor views the array's memory.
napi_value fromArray(Call& call) {
  auto dtype = dtypeOf(call.string(1));
  auto shape = shapeOf(call.env, call.values[2]);
  const int64_t expected = bytesOfShape(shape, dtype);
  // Last: the shape may run a getter, which may transfer the array's memory.
  const ArrayBytes array = bytesOf(call.env, call.values[0]);
  if (expected != static_cast<int64_t>(array.bytes))
    throw ArgumentError("the shape takes " + std::to_string(expected) + " bytes, the array has " +
                        std::to_string(array.bytes));
  if (!call.boolean(3)) return makeInt(call.env, tensors.put(viewArray(call.env, call.values[0], shape, dtype)));
  at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(dtype));
  if (array.bytes > 0) std::memcpy(tensor.mutable_data_ptr(), array.data, array.bytes);
  return makeInt(call.env, tensors.put(std::move(tensor)));
}

// Totals of the values that JavaScript reads. A read waits for a GPU, and copies on every device.
struct HostReads {
  int64_t count = 0;
  int64_t bytes = 0;
  int64_t ns = 0;
};
thread_local HostReads hostReads;

class CountedRead {
 public:
  explicit CountedRead(size_t bytes) : start_(std::chrono::steady_clock::now()) {
    hostReads.count++;
    hostReads.bytes += static_cast<int64_t>(bytes);
  }
  ~CountedRead() {
    hostReads.ns += std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_;
};

// Returns the values, row-major, in memory of the CPU. Handles tensors whose own memory does not hold them:
// sparse ones, lazy conjugates and negatives, and ZeroTensors, which autograd returns and which have no memory.
at::Tensor denseOnHost(const at::Tensor& tensor) {
  at::NoGradGuard noGrad;
  at::Tensor dense = tensor.detach();
  if (dense.layout() != at::kStrided) dense = dense.to_dense();
  if (dense._is_zerotensor()) dense = dense.clone();
  return dense.to(at::kCPU).contiguous().resolve_conj().resolve_neg();
}

// readInto(handle, typedArray): copies the values, row-major, from any device and layout.
napi_value readInto(Call& call) {
  const at::Tensor& tensor = tensors.at(call.int32(0));
  const ArrayBytes array = bytesOf(call.env, call.values[1]);
  const size_t bytes = static_cast<size_t>(tensor.numel()) * tensor.element_size();
  if (bytes != array.bytes)
    throw ArgumentError(describeTensor(tensor) + " has " + std::to_string(bytes) + " bytes, the array " +
                        std::to_string(array.bytes));
  if (bytes == 0) return nullptr;
  RECORD_USER_SCOPE("host read");
  CountedRead counted(bytes);
  at::Tensor dense = denseOnHost(tensor);
  const void* data = dense.const_data_ptr();
  const size_t end = static_cast<size_t>(dense.storage_offset()) * dense.element_size() + bytes;
  if (data == nullptr || dense.storage().nbytes() < end)
    throw ArgumentError(describeTensor(tensor) + " has no memory to read");
  std::memcpy(array.data, data, bytes);
  return nullptr;
}

// item(handle): the value of a tensor of one element.
napi_value item(Call& call) {
  const at::Tensor& tensor = tensors.at(call.int32(0));
  RECORD_USER_SCOPE("host read");
  at::Scalar value;
  {
    CountedRead counted(tensor.element_size());
    value = tensor.item();
  }
  return fromScalar(call.env, value);
}

napi_value release(Call& call) {
  tensors.release(call.int32(0));
  return nullptr;
}

// releaseMany(handles: Int32Array, count)
napi_value releaseMany(Call& call) {
  const ArrayBytes array = bytesOf(call.env, call.values[0]);
  auto* handles = static_cast<const int32_t*>(array.data);
  auto count = static_cast<size_t>(call.int32(1));
  if (array.type != napi_int32_array || count > array.length) throw ArgumentError("more handles than the array holds");
  for (size_t i = 0; i < count; i++) tensors.release(handles[i]);
  return nullptr;
}

napi_value shape(Call& call) { return makeIntArray(call.env, tensors.at(call.int32(0)).sizes()); }
napi_value strides(Call& call) { return makeIntArray(call.env, tensors.at(call.int32(0)).strides()); }

napi_value dtype(Call& call) { return makeString(call.env, dtypeName(tensors.at(call.int32(0)).scalar_type())); }
napi_value device(Call& call) { return makeString(call.env, tensors.at(call.int32(0)).device().str()); }

napi_value isChannelsLast(Call& call) {
  const at::Tensor& tensor = tensors.at(call.int32(0));
  return makeBool(call.env, tensor.dim() == 4 && tensor.is_contiguous(at::MemoryFormat::ChannelsLast));
}

// alias(handle): a second handle to the same tensor.
napi_value alias(Call& call) { return makeInt(call.env, tensors.put(tensors.at(call.int32(0)))); }

napi_value releaseObject(Call& call) {
  objects.release(call.int32(0));
  return nullptr;
}

napi_value liveTensors(Call& call) { return makeInt(call.env, tensors.live()); }
napi_value liveBytes(Call& call) { return makeInt(call.env, tensors.liveBytes()); }

// hostReads(out: Float64Array): fills in count, bytes and milliseconds since the thread started.
napi_value readHostReads(Call& call) {
  const ArrayBytes array = bytesOf(call.env, call.values[0]);
  if (array.type != napi_float64_array || array.length < 3) throw ArgumentError("expected a Float64Array of 3");
  auto* out = static_cast<double*>(array.data);
  out[0] = static_cast<double>(hostReads.count);
  out[1] = static_cast<double>(hostReads.bytes);
  out[2] = static_cast<double>(hostReads.ns) / 1e6;
  return nullptr;
}

// largestTensors(count): the largest storages that handles refer to, each with all its handles.
napi_value largestTensors(Call& call) {
  auto largest = tensors.largest(static_cast<size_t>(call.int32(0)));
  napi_value list;
  check(napi_create_array_with_length(call.env, largest.size(), &list));
  for (size_t i = 0; i < largest.size(); i++) {
    napi_value entry;
    check(napi_create_object(call.env, &entry));
    const at::Tensor& tensor = tensors.at(largest[i].handles.front());
    check(napi_set_named_property(call.env, entry, "tensor", makeString(call.env, describeTensor(tensor))));
    check(napi_set_named_property(call.env, entry, "bytes", makeInt(call.env, largest[i].bytes)));
    check(napi_set_named_property(call.env, entry, "handles", makeIntArray(call.env, largest[i].handles)));
    check(napi_set_element(call.env, list, i, entry));
  }
  return list;
}

}  // namespace

void registerTensors(napi_env env, napi_value exports) {
  // A worker's tensors go with it.
  check(napi_add_env_cleanup_hook(env, [](void*) { tensors.clear(); objects.clear(); }, nullptr));
  define(env, exports, "fromArray", fromArray);
  define(env, exports, "readInto", readInto);
  define(env, exports, "item", item);
  define(env, exports, "release", release);
  define(env, exports, "releaseMany", releaseMany);
  define(env, exports, "shape", shape);
  define(env, exports, "strides", strides);
  define(env, exports, "dtype", dtype);
  define(env, exports, "device", device);
  define(env, exports, "isChannelsLast", isChannelsLast);
  define(env, exports, "alias", alias);
  define(env, exports, "releaseObject", releaseObject);
  define(env, exports, "liveTensors", liveTensors);
  define(env, exports, "liveBytes", liveBytes);
  define(env, exports, "hostReads", readHostReads);
  define(env, exports, "largestTensors", largestTensors);
}

}  // namespace woodshed
