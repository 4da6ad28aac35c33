// Band-limited resampling: every output sample is the sum of `taps` input samples times the weights of its phase, added
// in double precision from the first tap to the last. The order is fixed and no product is fused into a sum
// (-ffp-contract=off), so that every CPU computes the same bits. src/audio/resample.ts makes the weights.
//
// Output samples of one phase lie `to` apart, and their input `from` apart. The fast loop sorts the input into `from`
// rows, so that the same phase of successive periods reads successive values: it computes kLanes periods at once with the
// same weights.
#include <algorithm>
#include <vector>

#include "napi.h"
#include "parts.h"

namespace woodshed::audio {

namespace {

struct Kernel {
  int64_t from;           // input samples of a period
  int64_t to;             // output samples of a period
  int64_t taps;
  const int32_t* starts;  // [to]: first tap of each phase, relative to the start of its period; ascending
  const double* weights;  // [to, taps]

  int64_t startOf(int64_t output) const { return output / to * from + starts[output % to]; }
};

// Samples of a signal that is zero elsewhere.
struct Input {
  const float* samples;
  int64_t first;
  int64_t count;

  double at(int64_t i) const {
    i -= first;
    return i >= 0 && i < count ? samples[i] : 0.0;
  }
};

// Output samples `first` to `first + count`.
struct Output {
  float* samples;
  int64_t first;
  int64_t count;
};

constexpr int kLanes = 16;
// Periods in a block of the fast loop, so that its rows stay in the second-level cache.
constexpr int64_t kRowBytes = 96 * 1024;
constexpr int64_t kMostLanes = 32 * kLanes;
// A longer period would need rows of tens of megabytes.
constexpr int64_t kMostFrom = 1 << 14;

// sums[k] = sum over taps of weights[tap] * rows[places[tap] + k], for k < kLanes.
using SumLanes = void (*)(const double* rows, const int64_t* places, const double* weights, int64_t taps,
                          double* sums);

// A macro because GCC expands vector types before it inlines: a template would be compiled for the oldest CPU.
#define WOODSHED_SUM_LANES(NAME, BYTES)                                                                 \
  void NAME(const double* rows, const int64_t* places, const double* weights, int64_t taps,             \
            double* sums) {                                                                             \
    typedef double Doubles __attribute__((vector_size(BYTES), aligned(8), may_alias));                  \
    constexpr int kWidth = BYTES / 8;                                                                   \
    constexpr int kVectors = kLanes / kWidth;                                                           \
    Doubles totals[kVectors] = {};                                                                      \
    for (int64_t tap = 0; tap < taps; tap++) {                                                          \
      const double* row = rows + places[tap];                                                           \
      const Doubles weight = weights[tap] - Doubles{};                                                  \
      _Pragma("GCC unroll 16") for (int v = 0; v < kVectors; v++)                                       \
          totals[v] += *reinterpret_cast<const Doubles*>(row + v * kWidth) * weight;                    \
    }                                                                                                   \
    _Pragma("GCC unroll 16") for (int v = 0; v < kVectors; v++)                                         \
        *reinterpret_cast<Doubles*>(sums + v * kWidth) = totals[v];                                     \
  }

WOODSHED_SUM_LANES(sumLanes, 16)
#if defined(__x86_64__)
__attribute__((target("avx2"))) WOODSHED_SUM_LANES(sumLanesAvx2, 32)
#endif

SumLanes chooseSumLanes() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return sumLanesAvx2;
#endif
  return sumLanes;
}

const SumLanes kSumLanes = chooseSumLanes();

void resamplePeriods(const Kernel& kernel, const Input& input, const Output& output) {
  const auto [from, to, taps, starts, weights] = kernel;
  const int64_t firstPeriod = output.first / to;
  const int64_t numPeriods = (output.first + output.count - 1) / to + 1 - firstPeriod;
  // Input samples that one period reads, from the first tap of its first phase on.
  const int64_t reach = starts[to - 1] + taps - starts[0];
  const int64_t overlap = (reach - 1) / from;
  const int64_t fitting = std::clamp<int64_t>(kRowBytes / 8 / from / kLanes * kLanes, kLanes, kMostLanes);
  const int64_t lanes = std::min(fitting, (numPeriods + kLanes - 1) / kLanes * kLanes);
  const int64_t width = lanes + overlap;
  std::vector<double> rows(from * width);
  std::vector<int64_t> places(reach);
  for (int64_t i = 0; i < reach; i++) places[i] = i % from * width + i / from;

  for (int64_t block = 0; block < numPeriods; block += lanes) {
    const int64_t period = firstPeriod + block;
    const int64_t begin = period * from + starts[0];
    for (int64_t column = 0; column < width; column++) {
      const int64_t sample = begin + column * from;
      const bool isInside = sample >= input.first && sample + from <= input.first + input.count;
      if (isInside) {
        const float* samples = input.samples + (sample - input.first);
        for (int64_t row = 0; row < from; row++) rows[row * width + column] = samples[row];
      } else {
        for (int64_t row = 0; row < from; row++) rows[row * width + column] = input.at(sample + row);
      }
    }
    for (int64_t phase = 0; phase < to; phase++) {
      const int64_t* phasePlaces = places.data() + (starts[phase] - starts[0]);
      for (int64_t lane = 0; lane < lanes; lane += kLanes) {
        double sums[kLanes];
        kSumLanes(rows.data() + lane, phasePlaces, weights + phase * taps, taps, sums);
        const int64_t place = (period + lane) * to + phase - output.first;
        for (int k = 0; k < kLanes; k++) {
          const int64_t i = place + k * to;
          if (i >= 0 && i < output.count) output.samples[i] = static_cast<float>(sums[k]);
        }
      }
    }
  }
}

// Computes kChains sums at once, since each waits for its own last addition.
void resampleChunk(const Kernel& kernel, const Input& input, const Output& output) {
  constexpr int kChains = 8;
  const int64_t begin = kernel.startOf(output.first);
  const int64_t end = kernel.startOf(output.first + output.count - 1) + kernel.taps;
  std::vector<double> samples(end - begin);
  for (int64_t i = begin; i < end; i++) samples[i - begin] = input.at(i);
  for (int64_t i = 0; i < output.count; i += kChains) {
    const double* from[kChains];
    const double* weights[kChains];
    double sums[kChains] = {};
    for (int k = 0; k < kChains; k++) {
      const int64_t sample = output.first + std::min(i + k, output.count - 1);
      from[k] = samples.data() + (kernel.startOf(sample) - begin);
      weights[k] = kernel.weights + sample % kernel.to * kernel.taps;
    }
    for (int64_t tap = 0; tap < kernel.taps; tap++)
      for (int k = 0; k < kChains; k++) sums[k] += from[k][tap] * weights[k][tap];
    for (int k = 0; k < kChains && i + k < output.count; k++)
      output.samples[i + k] = static_cast<float>(sums[k]);
  }
}

// For few periods: odd rates, whose period is long, and short parts. In chunks, since each copies its input.
void resampleSamples(const Kernel& kernel, const Input& input, const Output& output) {
  constexpr int64_t kChunk = 1 << 14;
  for (int64_t done = 0; done < output.count; done += kChunk)
    resampleChunk(kernel, input,
                  {output.samples + done, output.first + done, std::min(kChunk, output.count - done)});
}

// resample(output, first, input, inputFirst, from, to, taps, starts, weights): output samples `first` on of a signal that
// is `input` from its sample `inputFirst` on, and zero elsewhere.
napi_value resample(Call& call) {
  const auto result = call.array<float>(0);
  const auto samples = call.array<float>(2);
  const auto starts = call.array<int32_t>(7);
  const auto weights = call.array<double>(8);
  const Kernel kernel{call.integer(4), call.integer(5), call.integer(6), starts.data, weights.data};
  const Input input{samples.data, call.integer(3), static_cast<int64_t>(samples.size)};
  const Output output{result.data, call.integer(1), static_cast<int64_t>(result.size)};
  if (kernel.from < 1 || kernel.to < 1 || kernel.taps < 1 || output.first < 0 ||
      static_cast<int64_t>(starts.size) != kernel.to ||
      static_cast<int64_t>(weights.size) != kernel.to * kernel.taps)
    call.refuse(4, "the sizes of the kernel's arrays");
  if (output.count == 0) return nullptr;
  // The fast loop computes whole groups of periods, in a quarter of the time of single samples.
  const bool isLong = output.count / kernel.to >= kLanes / 2 && kernel.from <= kMostFrom;
  (isLong ? resamplePeriods : resampleSamples)(kernel, input, output);
  return nullptr;
}

}  // namespace

void registerResample(napi_env env, napi_value exports) { define<resample>(env, exports, "resample"); }

}  // namespace woodshed::audio
