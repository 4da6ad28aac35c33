// Functions of autograd whose forward and backward are JavaScript.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/saved_variable.h>

#include <unordered_set>

#include "autocast_state.h"
#include "autograd.h"
#include "callbacks.h"
#include "distributed.h"

namespace woodshed {

namespace {

using torch::autograd::Node;
using torch::autograd::SavedVariable;
using torch::autograd::variable_list;
// A shared_ptr before libtorch 2.13, an intrusive_ptr since.
using NodePointer = decltype(torch::autograd::Edge::function);

class FunctionNode : public Node {
 public:
  FunctionNode(std::string name, std::unique_ptr<JavaScriptFunction> backward, bool fillsZeros)
      : name_(std::move(name)), backward_(std::move(backward)), fillsZeros_(fillsZeros) {}

  std::string name() const override { return name_; }

  void save(const variable_list& list) {
    for (const at::Tensor& tensor : list) {
      // An output refers to this node, which must not refer back to it.
      bool isOutput = tensor.defined() && tensor.grad_fn().get() == this;
      saved_.emplace_back(tensor, isOutput);
    }
  }

  variable_list apply(variable_list&& gradients) override {
    if (backward_ == nullptr)
      throw std::runtime_error(name_ +
                               ": this graph was freed by an earlier backward; pass retainGraph: true to that one");
    variable_list saved;
    for (const SavedVariable& one : saved_) saved.push_back(one.unpack(getptr()));
    if (fillsZeros_) {
      for (size_t i = 0; i < gradients.size(); i++)
        if (!gradients[i].defined() && !input_metadata(i).was_default_constructed())
          gradients[i] = input_metadata(i).zeros_like();
    }
    std::vector<int32_t> needed;
    for (size_t i = 0; i < num_outputs(); i++) needed.push_back(task_should_compute_output(i));
    variable_list results;
    // Held: the call may free this graph.
    auto backward = backward_;
    backward->call([&](napi_env env, napi_value function) {
      AutocastGuard autocast(autocast_);
      napi_value values[] = {handlesTo(env, gradients), handlesTo(env, saved), makeIntArray(env, needed)};
      napi_value undefined, result;
      check(napi_get_undefined(env, &undefined));
      check(napi_call_function(env, undefined, function, 3, values, &result));
      results = takeTensors(env, result);
    });
    return results;
  }

  void release_variables() override {
    saved_.clear();
    backward_ = nullptr;
  }

 private:
  const std::string name_;
  std::shared_ptr<JavaScriptFunction> backward_;
  std::vector<SavedVariable> saved_;
  const bool fillsZeros_;
  const AutocastState autocast_;
};

template <typename T, typename... Arguments>
auto makeNode(Arguments&&... arguments) {
  if constexpr (std::is_same_v<NodePointer, std::shared_ptr<Node>>) {
    return std::make_shared<T>(std::forward<Arguments>(arguments)...);
  } else {
    return c10::make_intrusive<T>(std::forward<Arguments>(arguments)...);
  }
}

std::unordered_set<at::TensorImpl*> implsOf(const variable_list& list) {
  std::unordered_set<at::TensorImpl*> impls;
  for (const at::Tensor& tensor : list) impls.insert(tensor.unsafeGetTensorImpl());
  return impls;
}

// Arrays of handles: inputs and outputs of a forward, tensors to save (0 for none), inputs that it changed in place, and
// outputs without a gradient.
enum Argument { kName, kBackward, kInputs, kOutputs, kSaved, kDirty, kNonDifferentiable, kFillsZeros };

// attachFunction(name, backward, inputs, outputs, saved, dirty, nonDifferentiable, fillsZeros): makes the outputs results
// of a node that calls `backward(gradients, saved, needed)`, arrays of handles that the callee owns; it returns the
// inputs' gradients in the same way. Returns the outputs' handles, which may be new.
napi_value attachFunction(Call& call) {
  auto listOf = [&](Argument i) { return tensorsOf(call.env, call.values[i]); };
  const variable_list inputs = listOf(kInputs);
  const variable_list outputs = listOf(kOutputs);
  const variable_list dirty = listOf(kDirty);
  const variable_list nonDifferentiable = listOf(kNonDifferentiable);
  auto backward = std::make_unique<JavaScriptFunction>(call.env, call.values[kBackward]);
  auto node = makeNode<FunctionNode>(call.string(kName), std::move(backward), call.boolean(kFillsZeros));
  node->set_next_edges(torch::autograd::collect_next_edges(inputs));
  for (const at::Tensor& tensor : dirty) tensor.unsafeGetTensorImpl()->bump_version();
  std::vector<std::optional<at::Tensor>> raw(outputs.begin(), outputs.end());
  auto noForwardMode = [](const variable_list&, const variable_list&) -> variable_list {
    throw ArgumentError("forward-mode gradients of a function of JavaScript are not supported");
  };
  auto wrapped = torch::autograd::_wrap_outputs(
      inputs, implsOf(nonDifferentiable), implsOf(dirty), raw, node, noForwardMode, {},
      [](const at::Tensor& x) { return x.view_as(x); }, false);
  variable_list results;
  for (auto& one : wrapped) results.push_back(*one);
  // After the outputs have their node, which tells saved outputs from inputs.
  node->save(optionalTensorsOf(call.env, call.values[kSaved]));
  return handlesTo(call.env, results);
}

}  // namespace

void registerCustomFunction(napi_env env, napi_value exports) {
  define(env, exports, "attachFunction", attachFunction);
}

}  // namespace woodshed
