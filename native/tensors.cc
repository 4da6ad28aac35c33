#include "tensors.h"

#include <ATen/ATen.h>
#include <ATen/record_function.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "dtypes.h"

namespace woodshed {

thread_local TensorTable tensors;
thread_local ObjectTable objects;

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
  text += " [";
  for (int64_t i = 0; i < tensor.dim(); i++) text += (i ? ", " : "") + std::to_string(tensor.size(i));
  text += "]";
  if (!tensor.device().is_cpu()) text += " on " + tensor.device().str();
  return text;
}

namespace {

struct View {
  napi_typedarray_type type;
  void* data;
  size_t bytes;
};

View viewOf(napi_env env, napi_value value) {
  View view{};
  size_t length;
  if (napi_get_typedarray_info(env, value, &view.type, &length, &view.data, nullptr, nullptr) != napi_ok)
    throw ArgumentError("expected a typed array, got " + describeValue(env, value));
  static constexpr size_t kBytes[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
  view.bytes = length * (view.type <= napi_biguint64_array ? kBytes[view.type] : 2);
  return view;
}

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

// A tensor over an array's memory may die on an autograd thread, where N-API must not be called:
// its reference waits here until its own environment (a worker has another) makes the next one.
struct Dropped {
  napi_env env;
  napi_ref reference;
};
std::mutex droppedMutex;
std::vector<Dropped> dropped;

void deleteDropped(napi_env env) {
  std::lock_guard lock(droppedMutex);
  std::erase_if(dropped, [env](const Dropped& one) {
    if (one.env == env) napi_delete_reference(env, one.reference);
    return one.env == env;
  });
}

// fromArray(array, dtype, shape, copy): without a copy the tensor reads the array's own memory,
// and the array is kept alive by a reference that the tensor's last owner drops.
napi_value fromArray(Call& call) {
  View view = viewOf(call.env, call.values[0]);
  auto dtype = dtypeOf(call.string(1));
  auto shape = shapeOf(call.env, call.values[2]);
  int64_t expected = static_cast<int64_t>(c10::elementSize(dtype));
  for (int64_t size : shape) expected *= size;
  if (expected != static_cast<int64_t>(view.bytes))
    throw ArgumentError("the shape takes " + std::to_string(expected) + " bytes, the array has " +
                        std::to_string(view.bytes));
  if (call.boolean(3)) {
    at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(dtype));
    if (view.bytes > 0) std::memcpy(tensor.data_ptr(), view.data, view.bytes);
    return makeInt(call.env, tensors.put(std::move(tensor)));
  }
  deleteDropped(call.env);
  napi_ref keep;
  check(napi_create_reference(call.env, call.values[0], 1, &keep));
  auto drop = [env = call.env, keep](void*) {
    std::lock_guard lock(droppedMutex);
    dropped.push_back({env, keep});
  };
  at::Tensor tensor = at::from_blob(view.data, shape, drop, at::TensorOptions().dtype(dtype));
  return makeInt(call.env, tensors.put(std::move(tensor)));
}

// What JavaScript read of tensors: each read of a GPU's waits for it, and a large one of any device costs a copy.
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

// readInto(handle, typedArray): copies the values, row-major, from any device and layout.
napi_value readInto(Call& call) {
  const at::Tensor& tensor = tensors.at(call.int32(0));
  View view = viewOf(call.env, call.values[1]);
  if (tensor.nbytes() != view.bytes)
    throw ArgumentError(describeTensor(tensor) + " has " + std::to_string(tensor.nbytes()) +
                        " bytes, the array " + std::to_string(view.bytes));
  if (view.bytes == 0) return nullptr;
  RECORD_USER_SCOPE("host read");
  CountedRead counted(view.bytes);
  at::NoGradGuard noGrad;
  at::Tensor contiguous = tensor.detach().to(at::kCPU).contiguous().resolve_conj().resolve_neg();
  std::memcpy(view.data, contiguous.const_data_ptr(), view.bytes);
  return nullptr;
}

// The one value of a tensor; int64 beyond 2^53 comes as a bigint so that no digit is lost.
napi_value item(Call& call) {
  const at::Tensor& tensor = tensors.at(call.int32(0));
  RECORD_USER_SCOPE("host read");
  at::Scalar value;
  {
    CountedRead counted(tensor.element_size());
    value = tensor.item();
  }
  if (value.isBoolean()) return makeBool(call.env, value.toBool());
  if (value.isIntegral(false)) {
    int64_t number = value.toLong();
    constexpr int64_t kSafe = int64_t{1} << 53;
    if (number < kSafe && number > -kSafe) return makeInt(call.env, number);
    napi_value big;
    check(napi_create_bigint_int64(call.env, number, &big));
    return big;
  }
  return makeDouble(call.env, value.toDouble());
}

napi_value release(Call& call) {
  tensors.release(call.int32(0));
  return nullptr;
}

// releaseMany(handles: Int32Array, count)
napi_value releaseMany(Call& call) {
  View view = viewOf(call.env, call.values[0]);
  auto* handles = static_cast<const int32_t*>(view.data);
  auto count = static_cast<size_t>(call.int32(1));
  if (count * sizeof(int32_t) > view.bytes) throw ArgumentError("more handles than the array holds");
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

// A second handle to the same tensor.
napi_value alias(Call& call) { return makeInt(call.env, tensors.put(tensors.at(call.int32(0)))); }

napi_value releaseObject(Call& call) {
  objects.release(call.int32(0));
  return nullptr;
}

napi_value liveTensors(Call& call) { return makeInt(call.env, tensors.live()); }
napi_value liveBytes(Call& call) { return makeInt(call.env, tensors.liveBytes()); }

// hostReads(out: Float64Array): count, bytes and milliseconds since the thread began.
napi_value readHostReads(Call& call) {
  View view = viewOf(call.env, call.values[0]);
  if (view.type != napi_float64_array || view.bytes < 3 * sizeof(double))
    throw ArgumentError("expected a Float64Array of 3");
  auto* out = static_cast<double*>(view.data);
  out[0] = static_cast<double>(hostReads.count);
  out[1] = static_cast<double>(hostReads.bytes);
  out[2] = static_cast<double>(hostReads.ns) / 1e6;
  return nullptr;
}

// largestTensors(count): of the memory that handles keep, the largest pieces, each with all handles to it.
napi_value largestTensors(Call& call) {
  auto largest = tensors.largest(static_cast<size_t>(call.int32(0)));
  napi_value list;
  check(napi_create_array_with_length(call.env, largest.size(), &list));
  for (size_t i = 0; i < largest.size(); i++) {
    napi_value one;
    check(napi_create_object(call.env, &one));
    const at::Tensor& tensor = tensors.at(largest[i].handles.front());
    check(napi_set_named_property(call.env, one, "tensor", makeString(call.env, describeTensor(tensor))));
    check(napi_set_named_property(call.env, one, "bytes", makeInt(call.env, largest[i].bytes)));
    check(napi_set_named_property(call.env, one, "handles", makeIntArray(call.env, largest[i].handles)));
    check(napi_set_element(call.env, list, i, one));
  }
  return list;
}

}  // namespace

void registerTensors(napi_env env, napi_value exports) {
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
