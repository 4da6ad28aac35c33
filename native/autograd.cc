#include "autograd.h"

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include "callbacks.h"
#include "distributed.h"
#include "dtypes.h"
#include "tensors.h"

namespace woodshed {

namespace {

// backward(loss, gradient or 0, retainGraph, createGraph)
napi_value backward(Call& call) {
  // Held: a function of JavaScript that backward calls may release the handle.
  const at::Tensor loss = tensors.at(call.int32(0));
  int32_t gradient = call.int32(1);
  std::optional<at::Tensor> seed;
  if (gradient != 0) seed = tensors.at(gradient);
  const bool retainGraph = call.boolean(2), createGraph = call.boolean(3);
  try {
    runEngine([&] { loss._backward({}, seed, retainGraph, createGraph); });
  } catch (...) {
    rethrowToJavaScript(call.env, [&] { return "backward of " + describeTensor(loss); });
  }
  return nullptr;
}

// gradientsOf(outputs, inputs, gradients of the outputs or 0, retainGraph, createGraph, allowUnused): returns handles of
// the inputs' gradients, 0 for an input that the outputs do not depend on. Changes no leaf.
napi_value gradientsOf(Call& call) {
  const auto outputs = tensorsOf(call.env, call.values[0]);
  const auto inputs = tensorsOf(call.env, call.values[1]);
  const auto seeds = optionalTensorsOf(call.env, call.values[2]);
  const bool retainGraph = call.boolean(3), createGraph = call.boolean(4), allowUnused = call.boolean(5);
  std::vector<at::Tensor> found;
  runEngine([&] { found = torch::autograd::grad(outputs, inputs, seeds, retainGraph, createGraph, allowUnused); });
  return handlesTo(call.env, found);
}

// Copies a gradient whose memory is not in the order of its parameter's, which fused optimizers assume. Autograd's
// own gradients are in that order; one that JavaScript has set may not be.
void alignGradient(const at::Tensor& parameter) {
  const at::Tensor& grad = parameter.grad();
  if (!grad.defined() || grad.layout() != at::kStrided || parameter.layout() != at::kStrided) return;
  if (!parameter.is_non_overlapping_and_dense()) [[unlikely]]
    throw ArgumentError("the parameter " + describeTensor(parameter) +
                        " is a view with gaps or repeated values, which an optimizer cannot update; use a copy: "
                        "new Parameter(x.clone().contiguous())");
  bool isAligned = !grad.is_conj() && !grad.is_neg();
  for (int64_t i = 0; i < grad.dim() && isAligned; i++)
    isAligned = grad.size(i) == 1 || grad.stride(i) == parameter.stride(i);
  if (isAligned) [[likely]] return;
  at::NoGradGuard noGrad;
  parameter.mutable_grad() = at::empty_like(parameter.detach()).copy_(grad);
}

// Returns a handle, or 0 if the tensor has no gradient. Where a gradient is zero everywhere (sgn, floor), autograd
// leaves a ZeroTensor: it has no memory, and in-place operators (optimizers, clipping) refuse it.
int32_t gradientOf(const at::Tensor& tensor) {
  const at::Tensor& grad = tensor.grad();
  if (!grad.defined()) return 0;
  if (grad._is_zerotensor()) [[unlikely]] tensor.mutable_grad() = grad.clone();
  return tensors.put(tensor.grad());
}

napi_value gradient(Call& call) { return makeInt(call.env, gradientOf(tensors.at(call.int32(0)))); }

napi_value setGradient(Call& call) {
  const at::Tensor& tensor = tensors.at(call.int32(0));
  int32_t value = call.int32(1);
  if (value != 0) {
    // Fused optimizers read as many values as the parameter has, without a check.
    const at::Tensor& grad = tensors.at(value);
    if (grad.sizes() != tensor.sizes() || grad.scalar_type() != tensor.scalar_type() ||
        grad.device() != tensor.device())
      throw ArgumentError("the gradient of " + describeTensor(tensor) + " cannot be " + describeTensor(grad));
  }
  tensor.mutable_grad() = value == 0 ? at::Tensor() : tensors.at(value);
  return nullptr;
}

struct Handles {
  int32_t* data;
  size_t length;
};

Handles handlesOf(napi_env env, napi_value value) {
  Handles handles{};
  napi_typedarray_type type;
  void* data;
  if (napi_get_typedarray_info(env, value, &type, &handles.length, &data, nullptr, nullptr) != napi_ok ||
      type != napi_int32_array)
    throw ArgumentError("expected an Int32Array of handles");
  handles.data = static_cast<int32_t*>(data);
  return handles;
}

// gradients(parameters, out): writes one handle per parameter, 0 if it has no gradient. One call per step.
napi_value gradients(Call& call) {
  Handles parameters = handlesOf(call.env, call.values[0]);
  Handles out = handlesOf(call.env, call.values[1]);
  if (out.length < parameters.length) throw ArgumentError("the second array is shorter than the first");
  // Alignment may throw, so it comes first: handles created before an error would leak.
  for (size_t i = 0; i < parameters.length; i++) alignGradient(tensors.at(parameters.data[i]));
  for (size_t i = 0; i < parameters.length; i++) out.data[i] = gradientOf(tensors.at(parameters.data[i]));
  return nullptr;
}

napi_value clearGradients(Call& call) {
  Handles parameters = handlesOf(call.env, call.values[0]);
  for (size_t i = 0; i < parameters.length; i++) tensors.at(parameters.data[i]).mutable_grad() = at::Tensor();
  return nullptr;
}

napi_value requiresGrad(Call& call) { return makeBool(call.env, tensors.at(call.int32(0)).requires_grad()); }

napi_value setRequiresGrad(Call& call) {
  tensors.at(call.int32(0)).set_requires_grad(call.boolean(1));
  return nullptr;
}

napi_value isLeaf(Call& call) { return makeBool(call.env, tensors.at(call.int32(0)).is_leaf()); }

// setGradMode(enabled): returns the previous mode.
napi_value setGradMode(Call& call) {
  bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(call.boolean(0));
  return makeBool(call.env, before);
}

napi_value gradMode(Call& call) { return makeBool(call.env, at::GradMode::is_enabled()); }

// enterAutocast(device type, dtype): returns the previous dtype, null if autocast was off.
// leaveAutocast(device type, previous dtype): restores it. The calls nest like Python's context.
napi_value enterAutocast(Call& call) {
  auto device = c10::Device(call.string(0)).type();
  auto dtype = dtypeOf(call.string(1));
  bool wasEnabled = at::autocast::is_autocast_enabled(device);
  napi_value before = wasEnabled ? makeString(call.env, dtypeName(at::autocast::get_autocast_dtype(device)))
                                 : makeNull(call.env);
  at::autocast::set_autocast_enabled(device, true);
  at::autocast::set_autocast_dtype(device, dtype);
  at::autocast::increment_nesting();
  return before;
}

napi_value leaveAutocast(Call& call) {
  auto device = c10::Device(call.string(0)).type();
  bool wasEnabled = !isNullish(call.env, call.values[1]);
  if (wasEnabled) at::autocast::set_autocast_dtype(device, dtypeOf(call.string(1)));
  at::autocast::set_autocast_enabled(device, wasEnabled);
  // The end of the outermost context clears the cache of cast weights, as in Python.
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  return nullptr;
}

// Handles of an array; 0 stands for no tensor.
std::vector<int32_t> readHandles(napi_env env, napi_value array) {
  uint32_t length;
  if (napi_get_array_length(env, array, &length) != napi_ok) throw ArgumentError("expected an array of handles");
  std::vector<int32_t> handles(length);
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    check(napi_get_element(env, array, i, &element));
    check(napi_get_value_int32(env, element, &handles[i]));
  }
  return handles;
}

}  // namespace

std::vector<at::Tensor> optionalTensorsOf(napi_env env, napi_value array) {
  std::vector<at::Tensor> list;
  for (int32_t handle : readHandles(env, array)) list.push_back(handle == 0 ? at::Tensor() : tensors.at(handle));
  return list;
}

std::vector<at::Tensor> takeTensors(napi_env env, napi_value array) {
  auto list = optionalTensorsOf(env, array);
  for (int32_t handle : readHandles(env, array))
    if (handle != 0) tensors.release(handle);
  return list;
}

napi_value handlesTo(napi_env env, const std::vector<at::Tensor>& list) {
  std::vector<int32_t> handles;
  for (const at::Tensor& tensor : list) handles.push_back(tensor.defined() ? tensors.put(tensor) : 0);
  return makeIntArray(env, handles);
}

void registerAutograd(napi_env env, napi_value exports) {
  define(env, exports, "backward", backward);
  define(env, exports, "gradientsOf", gradientsOf);
  define(env, exports, "gradient", gradient);
  define(env, exports, "setGradient", setGradient);
  define(env, exports, "gradients", gradients);
  define(env, exports, "clearGradients", clearGradients);
  define(env, exports, "requiresGrad", requiresGrad);
  define(env, exports, "setRequiresGrad", setRequiresGrad);
  define(env, exports, "isLeaf", isLeaf);
  define(env, exports, "setGradMode", setGradMode);
  define(env, exports, "gradMode", gradMode);
  define(env, exports, "enterAutocast", enterAutocast);
  define(env, exports, "leaveAutocast", leaveAutocast);
}

}  // namespace woodshed
