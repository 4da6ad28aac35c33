// Batch norm over the clips of all ranks, like torch.nn.SyncBatchNorm. PyTorch's kernels exist for GPUs only;
// this implementation uses operators that every device has.
#include <torch/csrc/autograd/custom_function.h>

#include "distributed.h"

namespace woodshed {

namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Returns [C] as [1, C, 1, ...], which broadcasts over an input of `dims` dimensions.
Tensor perChannel(const Tensor& values, int64_t dims) {
  std::vector<int64_t> shape(dims, 1);
  shape[1] = -1;
  return values.view(shape);
}

// Sums a small tensor over the ranks, in place; waits for the result.
void sumOverRanks(const c10::intrusive_ptr<c10d::ProcessGroup>& group, Tensor& tensor) {
  std::vector<Tensor> tensors{tensor};
  waitCounted(group->allreduce(tensors));
}

struct Statistics {
  Tensor mean;      // [C] float32, over all ranks
  Tensor variance;  // [C], biased
  double count;     // number of values per channel, over all ranks
};

// Combines each rank's mean, variance and count by the parallel formula of Chan, Golub and LeVeque (1979), in
// float64 and in the order of ranks: the same bits on every rank, and no cancellation.
Statistics statisticsOf(const Tensor& input, const c10::intrusive_ptr<c10d::ProcessGroup>& group) {
  // Statistics are at least float32, as running statistics are. The operator takes their dtype from `unused`;
  // without it, those of a bfloat16 input would be rounded to bfloat16.
  auto dtype = input.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  Tensor unused = at::zeros({2, input.size(1)}, input.options().dtype(dtype));
  auto [mean, variance] = at::batch_norm_update_stats(input, unused[0], unused[1], 0);
  double count = static_cast<double>(input.numel() / input.size(1));
  Tensor own = at::stack({mean.to(at::kDouble), variance.to(at::kDouble), at::full_like(mean, count, at::kDouble)});
  std::vector<std::vector<Tensor>> gathered(1);
  for (int i = 0; i < group->getSize(); i++) gathered[0].push_back(at::empty_like(own));
  std::vector<Tensor> sent{own};
  waitCounted(group->allgather(gathered, sent));
  Tensor all = at::stack(gathered[0]);             // [ranks, 3, C]
  Tensor counts = all.select(1, 2);                // [ranks, C]
  Tensor total = counts.sum(0);                    // [C]
  Tensor means = all.select(1, 0);
  Tensor whole = (means * counts).sum(0) / total;  // [C]
  Tensor spread = (counts * (all.select(1, 1) + (means - whole).square())).sum(0);
  // The count is one number for all channels: one read per layer. // sync
  return {whole.to(dtype), (spread / total).to(dtype), total[0].item<double>()};
}

class SyncBatchNorm : public torch::autograd::Function<SyncBatchNorm> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& weight, const Tensor& bias,
                        const Tensor& runningMean, const Tensor& runningVar, double momentum, double eps,
                        const c10::intrusive_ptr<c10d::ProcessGroup>& group) {
    Statistics all = statisticsOf(input, group);
    runningMean.lerp_(all.mean, momentum);
    runningVar.lerp_(all.variance * (all.count / std::max(1.0, all.count - 1)), momentum);
    // Normalizes with these statistics in one pass over the input.
    Tensor output = std::get<0>(at::native_batch_norm(input, weight, bias, all.mean, all.variance, false, 0, eps));
    context->save_for_backward({input, weight, all.mean, all.variance});
    context->saved_data["eps"] = eps;
    context->saved_data["count"] = all.count;
    context->saved_data["group"] = c10::IValue::make_capsule(group);
    return output;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    const Tensor &input = saved[0], &weight = saved[1], &mean = saved[2], &variance = saved[3];
    double eps = context->saved_data["eps"].toDouble();
    double count = context->saved_data["count"].toDouble();
    auto group =
        c10::dynamic_intrusive_pointer_cast<c10d::ProcessGroup>(context->saved_data["group"].toCapsule());
    // The backward for constant statistics returns the two sums that the full gradient needs. Kernels of GPUs require
    // saved statistics, and compute them from the constant ones if they are empty.
    Tensor unsaved = at::empty({0}, mean.options());
    auto [_, gradWeight, gradBias] = at::native_batch_norm_backward(
        gradients[0], input, weight, mean, variance, unsaved, unsaved, false, eps, {false, true, true});
    Tensor sums = at::stack({gradWeight, gradBias}).to(at::kDouble);  // [2, C]: of dy * xhat, of dy
    sumOverRanks(group, sums);
    // dx = w / std * (dy - mean(dy) - xhat * mean(dy * xhat)): a sum of dy, input and a constant, each with a
    // factor per channel. The terms are larger than their sum, so rounding happens once, at the end.
    Tensor inverse = (variance.to(at::kDouble) + eps).rsqrt();
    Tensor scale = weight.to(at::kDouble) * inverse;
    Tensor slope = -scale / count * inverse * sums[0];
    Tensor offset = -scale / count * sums[1] - slope * mean.to(at::kDouble);
    auto factor = [&](const Tensor& values) { return perChannel(values.to(mean.scalar_type()), input.dim()); };
    Tensor gradInput = at::addcmul(factor(offset), input, factor(slope)).addcmul_(gradients[0], factor(scale));
    gradInput = gradInput.to(input.scalar_type());
    Tensor none;
    return {gradInput, gradWeight, gradBias, none, none, none, none, none};
  }
};

// syncBatchNorm(input, weight, bias, runningMean, runningVar, momentum, eps, group)
napi_value syncBatchNorm(Call& call) {
  auto at = [&](size_t i) -> const Tensor& { return tensors.at(call.int32(i)); };
  return makeInt(call.env, tensors.put(SyncBatchNorm::apply(at(0), at(1), at(2), at(3), at(4), call.number(5),
                                                            call.number(6), groupAt(call.int32(7)))));
}

}  // namespace

void registerSyncBatchNorm(napi_env env, napi_value exports) {
  define(env, exports, "syncBatchNorm", syncBatchNorm);
}

}  // namespace woodshed
