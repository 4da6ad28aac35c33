// c10d's Reducer: sums gradients over the ranks bucket by bucket, during backward.
#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/distributed/c10d/logger.hpp>
#include <torch/csrc/distributed/c10d/reducer.hpp>
#include <torch/version.h>

#include "distributed.h"

namespace woodshed {

namespace {

// Time at which the last bucket's gradients were complete. After it, backward only waits for the other ranks.
std::chrono::steady_clock::time_point lastBucketAt;

// Sums a bucket over the ranks, optionally sent in a smaller dtype. Does not divide: the loss is already divided
// by the clips of all ranks, and with a hook the Reducer skips its own division.
class SumHook : public c10d::CppCommHookInterface<c10::intrusive_ptr<c10d::ProcessGroup>> {
 public:
  SumHook(c10::intrusive_ptr<c10d::ProcessGroup> group, std::optional<at::ScalarType> dtype)
      : CppCommHookInterface(std::move(group)), dtype_(dtype) {}

  c10::intrusive_ptr<c10::ivalue::Future> runHook(c10d::GradBucket& bucket) override {
    lastBucketAt = std::chrono::steady_clock::now();
    at::Tensor buffer = bucket.getBuffer();
    std::vector<at::Tensor> sent{dtype_ ? buffer.to(*dtype_) : buffer};
    auto work = state_->allreduce(sent);
    auto future = work->getFuture();
    // Gloo copies the sums back to a GPU on a stream of its own, for which its future does not wait.
    const bool isOrdered = buffer.is_cpu() || !future->devices().empty();
    if (!dtype_ && isOrdered) return future;
    return future->then(
        [buffer, sent, work, isOrdered](c10::ivalue::Future& done) {
          if (done.hasError()) std::rethrow_exception(done.exception_ptr());
          if (!isOrdered) work->synchronize();
          if (!buffer.is_same(sent[0])) buffer.copy_(sent[0]);
          return c10::IValue(c10::List<at::Tensor>({buffer}));
        },
        c10::ListType::ofTensors());
  }

 private:
  std::optional<at::ScalarType> dtype_;
};

// The Reducer has hooks on its parameters: it must be freed before them.
struct ReducerHolder : torch::CustomClassHolder {
  std::shared_ptr<c10d::Reducer> reducer;
  // The Reducer requires a logger: it logs a change of the unused parameters.
  std::shared_ptr<c10d::Logger> logger;
  // True until the first backward of a static graph.
  bool isFirstStatic = false;
};

// A static graph is known only after its first backward, which therefore sums all gradients at its end. DDP's
// Python code starts that sum by a graph node at the outputs; here a hook on the loss does.
void sumWhenDone(const std::shared_ptr<c10d::Reducer>& reducer, const at::Tensor& loss) {
  std::weak_ptr<c10d::Reducer> weak = reducer;
  loss.register_hook([weak](const at::Tensor&) {
    torch::autograd::Engine::get_default_engine().queue_callback([weak] {
      if (auto alive = weak.lock()) alive->delay_all_reduce();
    });
  });
}

std::unordered_map<size_t, std::string> namesOf(napi_env env, napi_value array, size_t count) {
  std::unordered_map<size_t, std::string> names;
  for (size_t i = 0; i < count; i++) {
    napi_value name;
    check(napi_get_element(env, array, static_cast<uint32_t>(i), &name));
    names[i] = toString(env, name);
  }
  return names;
}

// newReducer(group, parameters, names, bucketBytes, firstBucketBytes, findsUnused, viewsBuckets,
// isStatic, compression): builds the Reducer as DistributedDataParallel's Python code does.
napi_value newReducer(Call& call) {
  auto group = groupAt(call.int32(0));
  auto parameters = tensorsOf(call.env, call.values[1]);
  auto names = namesOf(call.env, call.values[2], parameters.size());
  int64_t bucketBytes = call.int64(3);
  int64_t firstBucketBytes = call.int64(4);
  bool findsUnused = call.boolean(5);
  bool viewsBuckets = call.boolean(6);
  bool isStatic = call.boolean(7);
  std::string compression = call.string(8);

  std::vector<bool> isSparse(parameters.size(), false);
  // The first step has one bucket, as in Python. The Reducer then rebuilds the buckets in the order in which
  // gradients arrived, unless it searches for unused parameters.
  std::vector<size_t> limits{std::numeric_limits<size_t>::max()};
  if (findsUnused && !isStatic)
    limits = {static_cast<size_t>(firstBucketBytes), static_cast<size_t>(bucketBytes)};
  auto [buckets, _] = c10d::compute_bucket_assignment_by_size(parameters, limits, isSparse);
  // Gradients arrive roughly in the reverse order of the parameters.
  std::reverse(buckets.begin(), buckets.end());
  auto holder = c10::make_intrusive<ReducerHolder>();
  holder->reducer = std::make_shared<c10d::Reducer>(
      std::move(parameters), std::move(buckets), group, std::move(isSparse), bucketBytes, findsUnused, viewsBuckets,
      std::move(names), firstBucketBytes, /*skip_all_reduce_unused_params=*/false, /*use_python_reducer=*/false,
      /*bucket_bytes_cap_list=*/std::vector<int64_t>{});
  holder->logger = std::make_shared<c10d::Logger>(holder->reducer);
  holder->reducer->set_logger(holder->logger);
  std::optional<at::ScalarType> dtype;
  if (compression == "fp16") dtype = at::kHalf;
  if (compression == "bf16") dtype = at::kBFloat16;
  holder->reducer->register_comm_hook(std::make_unique<SumHook>(group, dtype));
  if (isStatic) holder->reducer->set_static_graph();
  holder->isFirstStatic = isStatic;
  return makeInt(call.env, putShared(std::move(holder)));
}

// reducerPrepareForward(reducer): call before every forward whose backward synchronizes.
napi_value reducerPrepareForward(Call& call) {
  auto& reducer = *sharedAt<ReducerHolder>(call.int32(0), "reducer")->reducer;
  reducer.prepare_for_forward();
  // Takes effect once, after the first backward: all ranks use the order in which rank 0's gradients arrived.
  reducer.rebuild_buckets();
  return nullptr;
}

// reducerPrepareBackward(reducer, outputs): searches the graph of the outputs for unused parameters, if enabled.
napi_value reducerPrepareBackward(Call& call) {
  auto holder = sharedAt<ReducerHolder>(call.int32(0), "reducer");
  auto outputs = tensorsOf(call.env, call.values[1]);
  holder->reducer->prepare_for_backward(outputs);
  if (holder->isFirstStatic) sumWhenDone(holder->reducer, outputs.at(0));
  holder->isFirstStatic = false;
  return nullptr;
}

// msSinceLastBucket(): called right after backward, returns how long backward only waited for sums.
napi_value msSinceLastBucket(Call& call) {
  return makeDouble(call.env, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - lastBucketAt).count());
}

// verifyParameters(group, parameters): throws unless all ranks have the same number, shapes and layouts.
napi_value verifyParameters(Call& call) {
  c10d::verify_params_across_processes(groupAt(call.int32(0)), tensorsOf(call.env, call.values[1]), std::nullopt);
  return nullptr;
}

// broadcastAll(group, tensors, root): sends many tensors in few messages.
napi_value broadcastAll(Call& call) {
  constexpr size_t kMessageBytes = size_t{250} << 20;
  at::NoGradGuard noGrad;
  c10d::broadcast_coalesced(groupAt(call.int32(0)), tensorsOf(call.env, call.values[1]), kMessageBytes, call.int32(2));
  return nullptr;
}

}  // namespace

void registerReducer(napi_env env, napi_value exports) {
  define(env, exports, "newReducer", newReducer);
  define(env, exports, "reducerPrepareForward", reducerPrepareForward);
  define(env, exports, "reducerPrepareBackward", reducerPrepareBackward);
  define(env, exports, "msSinceLastBucket", msSinceLastBucket);
  define(env, exports, "verifyParameters", verifyParameters);
  define(env, exports, "broadcastAll", broadcastAll);
}

}  // namespace woodshed
