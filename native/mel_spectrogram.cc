// Mel spectrograms on the CPU, without gradients: cuts sound into frames and computes them by the kernels of mel_kernel.h, in
// libtorch's threads. A frame's bits do not depend on the other frames, nor on the number of threads.
#include "mel_spectrogram.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/record_function.h>

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

#include "array_memory.h"
#include "mel_plan.h"
#include "tensors.h"

namespace woodshed {

namespace {

// Frames for which another thread is worth its start: about half a millisecond.
constexpr int64_t kFramesAThread = 512;

struct FreeAligned {
  void operator()(float* memory) const { ::operator delete[](memory, std::align_val_t{64}); }
};
using AlignedFloats = std::unique_ptr<float[], FreeAligned>;

AlignedFloats allocate(int64_t count) {
  return AlignedFloats(new (std::align_val_t{64}) float[static_cast<size_t>(count)]);
}

template <typename T>
struct Array {
  T* data;
  int64_t length;
};

template <typename T>
Array<T> arrayAt(Call& call, size_t i) {
  const ArrayBytes bytes = bytesOf(call.env, call.values[i]);
  if (bytes.type != (std::is_same_v<T, float> ? napi_float32_array : napi_int32_array))
    throw ArgumentError("argument " + std::to_string(i + 1) + ": another typed array was expected");
  return {static_cast<T*>(bytes.data), static_cast<int64_t>(bytes.length)};
}

void require(bool isRight, const char* what) {
  if (!isRight) throw ArgumentError(std::string("melSpectrogram: unusable ") + what);
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
void checkPlan(const MelPlan& plan, int64_t hop, const Array<float>& window, const Array<float>& twiddles,
               const Array<int32_t>& bands, const Array<float>& weights) {
  const int64_t half = plan.fftSamples / 2;
  require(plan.fftSamples >= 2 && plan.fftSamples % 2 == 0 && hop >= 1, "sizes");
  require(window.length == plan.windowSamples && window.length >= 1 && window.length <= plan.fftSamples, "window");
  int64_t rest = half, numTwiddles = 0;
  for (int32_t i = 0; i < plan.numPasses; i++) {
    const int64_t radix = plan.radices[i];
    require(radix >= 2 && radix <= 5 && rest % radix == 0, "radices");
    rest /= radix;
    numTwiddles += rest * (radix - 1);
  }
  require(rest == 1 && twiddles.length == 2 * (numTwiddles + half / 2 + 1), "twiddles");
  require(bands.length % 2 == 0, "bands");
  int64_t numWeights = 0;
  for (int64_t i = 0; i < bands.length; i += 2) {
    const int64_t first = bands.data[i], count = bands.data[i + 1];
    require(first >= 0 && count >= 0 && first + count <= half + 1, "bands");
    numWeights += count;
  }
  require(numWeights == weights.length, "weights");
  require(plan.power == 1 || plan.power == 2, "power");
  require(plan.level >= MelLevel::None && plan.level <= MelLevel::AtLeast, "level");
}

// melSpectrogram(wave, sizes, window, radices, twiddles, bands, weights, level, lanes): the mel spectrogram [B, numBands, T / hop + 1]
// of sound [B, T], float32 in the CPU's memory. Frames are centred, the ends reflected.
//
// sizes: fftSamples, hop, power, kind of the level; level: floor, scale; lanes: 0 for the fastest kernel.
napi_value melSpectrogram(Call& call) {
  const at::Tensor& given = tensors.at(call.int32(0));
  const auto sizes = arrayAt<int32_t>(call, 1), radices = arrayAt<int32_t>(call, 3), bands = arrayAt<int32_t>(call, 5);
  const auto window = arrayAt<float>(call, 2), twiddles = arrayAt<float>(call, 4), weights = arrayAt<float>(call, 6);
  const auto level = arrayAt<float>(call, 7);
  require(sizes.length == 4 && level.length == 2, "sizes");
  const MelPlan plan{sizes.data[0],
                     static_cast<int32_t>(window.length),
                     static_cast<int32_t>(bands.length / 2),
                     sizes.data[2],
                     static_cast<MelLevel>(sizes.data[3]),
                     level.data[0],
                     level.data[1],
                     window.data,
                     static_cast<int32_t>(radices.length),
                     radices.data,
                     twiddles.data,
                     bands.data,
                     weights.data};
  const int64_t hop = sizes.data[1];
  checkPlan(plan, hop, window, twiddles, bands, weights);
  const MelKernel kernel = melKernel(call.int32(8));
  require(kernel.compute != nullptr, "number of lanes");
  TORCH_CHECK(given.device().is_cpu() && given.scalar_type() == at::kFloat && given.layout() == at::kStrided &&
                  given.dim() == 2,
              "expected a float32 tensor [B, T] of the CPU, got ", describeTensor(given));
  TORCH_CHECK(given.size(1) > plan.fftSamples / 2, "expected more than ", plan.fftSamples / 2,
              " samples to reflect, got ", given.size(1));
  at::NoGradGuard noGrad;
  RECORD_FUNCTION("woodshed::mel_spectrogram", std::vector<c10::IValue>{given});
  const at::Tensor wave = given.contiguous();
  const Frames frames{wave.const_data_ptr<float>(), wave.size(1),
                      wave.size(1) / hop + 1,       hop,
                      plan.windowSamples,           (plan.fftSamples - plan.windowSamples) / 2 - plan.fftSamples / 2};
  at::Tensor result = at::empty({wave.size(0), plan.numBands, frames.perRow}, wave.options());
  const int64_t numFrames = wave.size(0) * frames.perRow;
  float* to = result.mutable_data_ptr<float>();
  at::parallel_for(0, (numFrames + kernel.lanes - 1) / kernel.lanes, kFramesAThread / kernel.lanes,
                   [&](int64_t from, int64_t end) { computeGroups(plan, kernel, frames, numFrames, from, end, to); });
  return makeInt(call.env, tensors.put(std::move(result)));
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
  define(env, exports, "melSpectrogram", melSpectrogram);
  define(env, exports, "melLanes", melLanes);
}

}  // namespace woodshed
