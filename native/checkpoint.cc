// Gradient checkpointing: a forward pass whose saved tensors are dropped and computed again when backward asks for them,
// as torch.utils.checkpoint does with use_reentrant=False.
#include <ATen/ATen.h>
#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/autograd/graph_task.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/saved_variable_hooks.h>

#include <mutex>

#include "autocast_state.h"
#include "autograd.h"
#include "callbacks.h"
#include "distributed.h"
#include "dtypes.h"

namespace woodshed {

namespace {

using torch::autograd::SavedVariable;
using torch::autograd::SavedVariableHooks;

// Where the tensors that operators save for backward go while it is the innermost.
struct Destination {
  virtual ~Destination() = default;
  virtual std::unique_ptr<SavedVariableHooks> hooks() = 0;
};

thread_local std::vector<std::shared_ptr<Destination>> destinations;

class DestinationScope {
 public:
  explicit DestinationScope(std::shared_ptr<Destination> destination) {
    destinations.push_back(std::move(destination));
  }
  ~DestinationScope() { destinations.pop_back(); }
};

// libtorch asks its engine how to save tensors; Python's engine answers in the same way.
class HookedEngine : public torch::autograd::Engine {
 public:
  static torch::autograd::Engine& get() {
    static HookedEngine engine;
    return engine;
  }
  ~HookedEngine() override { stop(); }

  std::unique_ptr<SavedVariableHooks> get_default_saved_variable_hooks() override {
    if (destinations.empty()) [[likely]] return nullptr;
    return destinations.back()->hooks();
  }

 private:
  HookedEngine() = default;
};

// Keeps what a recomputation saves, in order.
struct Recomputation : Destination, std::enable_shared_from_this<Recomputation> {
  struct Hooks : SavedVariableHooks {
    explicit Hooks(std::shared_ptr<Recomputation> owner) : owner(std::move(owner)) {}
    void call_pack_hook(const at::Tensor& tensor) override {
      place = owner->saved.size();
      owner->saved.push_back(tensor.detach());
    }
    // Only for a function that itself runs backward.
    at::Tensor call_unpack_hook() override { return owner->saved.at(place); }
    std::shared_ptr<Recomputation> owner;
    size_t place = 0;
  };

  std::unique_ptr<SavedVariableHooks> hooks() override { return std::make_unique<Hooks>(shared_from_this()); }

  std::vector<at::Tensor> saved;
};

// One checkpointed forward pass. The graph that it recorded keeps it alive.
class Checkpoint : public Destination, public std::enable_shared_from_this<Checkpoint> {
 public:
  Checkpoint(std::unique_ptr<JavaScriptFunction> recompute, const std::vector<at::Tensor>& inputs)
      : recompute_(std::move(recompute)) {
    // Before this is a destination itself: a checkpoint around this one drops the inputs too.
    for (const at::Tensor& input : inputs) inputs_.emplace_back(input, false);
  }

  std::unique_ptr<SavedVariableHooks> hooks() override { return std::make_unique<Hooks>(shared_from_this()); }

 private:
  struct Hooks : SavedVariableHooks {
    explicit Hooks(std::shared_ptr<Checkpoint> owner) : owner(std::move(owner)) {}
    void call_pack_hook(const at::Tensor& tensor) override {
      place = owner->descriptions_.size();
      owner->descriptions_.push_back(describeTensor(tensor));
    }
    at::Tensor call_unpack_hook() override { return owner->take(place); }
    std::shared_ptr<Checkpoint> owner;
    size_t place = 0;
  };

  // Returns a saved tensor, and forgets it: backward takes each once.
  at::Tensor take(size_t place) {
    const int graphTask = torch::autograd::get_current_graph_task_id();
    {
      std::lock_guard lock(mutex_);
      if (graphTask == graphTask_ && recomputed_.at(place).defined()) return std::move(recomputed_[place]);
    }
    // Not under the lock: another thread of the engine may need tensors of this checkpoint for JavaScript to go on.
    std::vector<at::Tensor> saved = recompute();
    at::Tensor result = std::move(saved.at(place));
    std::lock_guard lock(mutex_);
    recomputed_ = std::move(saved);
    graphTask_ = graphTask;
    return result;
  }

  std::vector<at::Tensor> recompute() {
    std::vector<at::Tensor> inputs;
    for (const SavedVariable& input : inputs_) inputs.push_back(input.unpack());
    auto recomputation = std::make_shared<Recomputation>();
    recompute_->call([&](napi_env env, napi_value function) {
      at::AutoGradMode recording(true);
      AutocastGuard autocast(autocast_);
      DestinationScope scope(recomputation);
      napi_value handles = handlesTo(env, inputs);
      napi_value undefined, result;
      check(napi_get_undefined(env, &undefined));
      check(napi_call_function(env, undefined, function, 1, &handles, &result));
    });
    expectSame(recomputation->saved);
    return std::move(recomputation->saved);
  }

  void expectSame(const std::vector<at::Tensor>& saved) const {
    const std::string rule = "; a checkpointed function must compute the same each time that it is called";
    if (saved.size() != descriptions_.size())
      throw std::runtime_error("checkpoint: the forward saved " + std::to_string(descriptions_.size()) +
                               " tensors for backward, the recomputation " + std::to_string(saved.size()) + rule);
    for (size_t i = 0; i < saved.size(); i++) {
      const std::string got = describeTensor(saved[i]);
      if (got == descriptions_[i]) continue;
      throw std::runtime_error("checkpoint: saved tensor " + std::to_string(i) + " was " + descriptions_[i] +
                               " in the forward and is " + got + " in the recomputation" + rule);
    }
  }

  const std::unique_ptr<JavaScriptFunction> recompute_;
  const AutocastState autocast_;
  std::vector<SavedVariable> inputs_;
  // Dtype and shape of each saved tensor.
  std::vector<std::string> descriptions_;
  std::mutex mutex_;
  // The backward pass that `recomputed_` belongs to; another one computes again, as parameters may have changed.
  int graphTask_ = -1;
  std::vector<at::Tensor> recomputed_;
};

// beginCheckpoint(recompute, inputs): until endCheckpoint, operators save nothing for backward. It calls `recompute` with
// handles of the inputs, which the callee owns, to compute the same again.
napi_value beginCheckpoint(Call& call) {
  auto inputs = tensorsOf(call.env, call.values[1]);
  auto recompute = std::make_unique<JavaScriptFunction>(call.env, call.values[0]);
  destinations.push_back(std::make_shared<Checkpoint>(std::move(recompute), inputs));
  return nullptr;
}

napi_value endCheckpoint(Call&) {
  if (destinations.empty()) throw ArgumentError("no checkpoint has begun");
  destinations.pop_back();
  return nullptr;
}

}  // namespace

void registerCheckpoint(napi_env env, napi_value exports) {
  torch::autograd::set_default_engine_stub(HookedEngine::get);
  define(env, exports, "beginCheckpoint", beginCheckpoint);
  define(env, exports, "endCheckpoint", endCheckpoint);
}

}  // namespace woodshed
