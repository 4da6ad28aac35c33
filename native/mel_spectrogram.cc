// The operator woodshed::mel_spectrogram, on the CPU and without gradients: cuts sound into frames and computes them by the kernels of
// mel_kernel.h, in libtorch's threads. A frame's bits do not depend on the other frames, nor on the number of threads.
#include "mel_spectrogram.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd_not_implemented_fallback.h>
#include <torch/library.h>

#include <algorithm>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

#include "mel_plan.h"
#include "tensors.h"

namespace woodshed {

namespace {

// Frames of a thread: one or two milliseconds. libtorch's threads wait for more work by spinning, and would take the cores from
// threads that decode.
constexpr int64_t kFramesAThread = 4096;

constexpr int64_t kMostFftSamples = 1 << 20;

struct FreeAligned {
  void operator()(float* memory) const { ::operator delete[](memory, std::align_val_t{64}); }
};
using AlignedFloats = std::unique_ptr<float[], FreeAligned>;

AlignedFloats allocate(int64_t count) {
  return AlignedFloats(new (std::align_val_t{64}) float[static_cast<size_t>(count)]);
}

// A table: values of a tensor of the host.
template <typename T>
struct Table {
  const T* data;
  int64_t length;
};

void require(bool isRight, const char* what) { TORCH_CHECK(isRight, "unusable ", what); }

template <typename T>
Table<T> tableOf(const at::Tensor& tensor, const char* name) {
  require(tensor.device().is_cpu() && tensor.scalar_type() == c10::CppTypeToScalarType<T>::value && tensor.is_contiguous(),
          name);
  return {tensor.const_data_ptr<T>(), tensor.numel()};
}

MelLevel levelOf(std::string_view logarithm) {
  if (logarithm == "add_floor") return MelLevel::AddFloor;
  if (logarithm == "at_least") return MelLevel::AtLeast;
  require(logarithm == "none", "logarithm");
  return MelLevel::None;
}

// Sound [B, T] cut into frames.
struct Frames {
  const float* wave;
  int64_t numSamples, perRow, hop, windowSamples;
  int64_t first;  // sample at which a row's first frame begins

  // Returns the samples of frame `i` of all rows. A frame over an end of its row goes to `edge`, with the row reflected there.
  const float* at(int64_t i, float* edge) const {
    const float* row = wave + i / perRow * numSamples;
    const int64_t begin = first + i % perRow * hop;
    if (begin >= 0 && begin + windowSamples <= numSamples) return row + begin;
    for (int64_t k = 0; k < windowSamples; k++) {
      int64_t place = begin + k;
      if (place < 0) place = -place;
      if (place >= numSamples) place = 2 * (numSamples - 1) - place;
      edge[k] = row[place];
    }
    return edge;
  }
};

void computeGroups(const MelPlan& plan, const MelKernel& kernel, const Frames& frames, int64_t numFrames, int64_t from,
                   int64_t to, float* result) {
  const int64_t lanes = kernel.lanes;
  const AlignedFloats workspace = allocate(2 * plan.fftSamples * lanes), levels = allocate(plan.numBands * lanes);
  const AlignedFloats edges = allocate(plan.windowSamples * lanes);
  const float* places[kMostMelLanes];
  for (int64_t group = from; group < to; group++) {
    const int64_t begin = group * lanes, count = std::min(lanes, numFrames - begin);
    for (int64_t lane = 0; lane < lanes; lane++)
      places[lane] = lane < count ? frames.at(begin + lane, edges.get() + lane * plan.windowSamples) : places[0];
    kernel.compute(plan, places, workspace.get(), levels.get());
    // The frames of a group may be of several rows.
    for (int64_t lane = 0; lane < count;) {
      const int64_t row = (begin + lane) / frames.perRow, frame = (begin + lane) % frames.perRow;
      const int64_t taken = std::min(count - lane, frames.perRow - frame);
      float* place = result + row * plan.numBands * frames.perRow + frame;
      for (int64_t band = 0; band < plan.numBands; band++)
        std::copy_n(levels.get() + band * lanes + lane, taken, place + band * frames.perRow);
      lane += taken;
    }
  }
}

// Checks what the kernels rely on.
void checkPlan(const MelPlan& plan, int64_t hop, int64_t numTwiddles, int64_t numWeights) {
  const int64_t half = plan.fftSamples / 2;
  require(plan.fftSamples >= 2 && plan.fftSamples % 2 == 0 && hop >= 1, "sizes");
  require(plan.windowSamples >= 1 && plan.windowSamples <= plan.fftSamples, "window");
  int64_t rest = half, numRoots = 0;
  for (int32_t i = 0; i < plan.numPasses; i++) {
    const int64_t radix = plan.radices[i];
    require(radix >= 2 && radix <= 5 && rest % radix == 0, "radices");
    rest /= radix;
    numRoots += rest * (radix - 1);
  }
  require(rest == 1 && numTwiddles == 2 * (numRoots + half / 2 + 1), "twiddles");
  int64_t numBins = 0;
  for (int64_t i = 0; i < 2 * plan.numBands; i += 2) {
    const int64_t first = plan.bands[i], count = plan.bands[i + 1];
    require(first >= 0 && count >= 0 && first + count <= half + 1, "bands");
    numBins += count;
  }
  require(numBins == numWeights, "weights");
  require(plan.power == 1 || plan.power == 2, "power");
}

constexpr const char* kName = "woodshed::mel_spectrogram";

// Frames are centred, the ends reflected. src/front-ends/mel/native-mel.ts makes the tables.
//
// radices, twiddles: the passes of the transform; bands, weights: first bin and number of bins of each band, and the weights of these;
// logarithm: "none", "add_floor" or "at_least"; lanes: frames at once, 0 for the fastest kernel.
constexpr const char* kSchema =
    "mel_spectrogram(Tensor wave, Tensor window, int[] radices, Tensor twiddles, Tensor bands, Tensor weights, int n_fft, "
    "int hop_length, int power=2, str logarithm=\"none\", float floor=0., float scale=1., int lanes=0) -> Tensor";

// Computes the mel spectrogram [B, bands, T / hop_length + 1] of sound [B, T], or logarithms of it.
at::Tensor melSpectrogram(const at::Tensor& given, const at::Tensor& windowTensor, at::IntArrayRef radixList,
                          const at::Tensor& twiddleTensor, const at::Tensor& bandTensor, const at::Tensor& weightTensor,
                          int64_t fftSamples, int64_t hop, int64_t power, std::string_view logarithm, double floor,
                          double scale, int64_t lanes) {
  const auto window = tableOf<float>(windowTensor, "window"), twiddles = tableOf<float>(twiddleTensor, "twiddles");
  const auto weights = tableOf<float>(weightTensor, "weights");
  const auto bands = tableOf<int32_t>(bandTensor, "bands");
  require(fftSamples <= kMostFftSamples, "sizes");
  require(window.length <= fftSamples, "window");
  require(bands.length % 2 == 0, "bands");
  const std::vector<int32_t> radices(radixList.begin(), radixList.end());
  const MelPlan plan{static_cast<int32_t>(fftSamples),
                     static_cast<int32_t>(window.length),
                     static_cast<int32_t>(bands.length / 2),
                     static_cast<int32_t>(power),
                     levelOf(logarithm),
                     static_cast<float>(floor),
                     static_cast<float>(scale),
                     window.data,
                     static_cast<int32_t>(radices.size()),
                     radices.data(),
                     twiddles.data,
                     bands.data,
                     weights.data};
  checkPlan(plan, hop, twiddles.length, weights.length);
  const MelKernel kernel = melKernel(static_cast<int>(lanes));
  require(kernel.compute != nullptr, "number of lanes");
  TORCH_CHECK(given.scalar_type() == at::kFloat && given.dim() == 2, "expected float32 sound [B, T], got ",
              describeTensor(given));
  TORCH_CHECK(given.size(1) > fftSamples / 2, "expected more than ", fftSamples / 2, " samples to reflect, got ",
              given.size(1));
  const at::Tensor wave = given.contiguous();
  const Frames frames{wave.const_data_ptr<float>(), wave.size(1),
                      wave.size(1) / hop + 1,       hop,
                      plan.windowSamples,           (plan.fftSamples - plan.windowSamples) / 2 - plan.fftSamples / 2};
  at::Tensor result = at::empty({wave.size(0), plan.numBands, frames.perRow}, wave.options());
  const int64_t numFrames = wave.size(0) * frames.perRow;
  float* to = result.mutable_data_ptr<float>();
  at::parallel_for(0, (numFrames + kernel.lanes - 1) / kernel.lanes, kFramesAThread / kernel.lanes,
                   [&](int64_t from, int64_t end) { computeGroups(plan, kernel, frames, numFrames, from, end, to); });
  return result;
}

// Makes the operator known to the dispatcher. A process may load this addon from several files, each of which has this code.
void registerOperator() {
  // Never destroyed: at the end of the process the dispatcher may be gone first.
  static auto* library = []() -> torch::Library* {
    if (c10::Dispatcher::singleton().findSchema({kName, ""})) return nullptr;
    auto* own = new torch::Library(torch::Library::FRAGMENT, "woodshed", std::nullopt, __FILE__, __LINE__);
    own->def(kSchema);
    own->impl("mel_spectrogram", torch::dispatch(c10::DispatchKey::CPU, TORCH_FN(melSpectrogram)));
    // Its result has a backward that says that there is none.
    own->impl("mel_spectrogram",
              torch::dispatch(c10::DispatchKey::Autograd, torch::autograd::autogradNotImplementedFallback()));
    return own;
  }();
  (void)library;
}

// melLanes(): the numbers of lanes for which this CPU has a kernel.
napi_value melLanes(Call& call) {
  std::vector<int64_t> lanes;
  for (int one : {4, 8})
    if (melKernel(one).compute != nullptr) lanes.push_back(one);
  return makeIntArray(call.env, lanes);
}

}  // namespace

void registerMelSpectrogram(napi_env env, napi_value exports) {
  registerOperator();
  define(env, exports, "melLanes", melLanes);
}

}  // namespace woodshed
