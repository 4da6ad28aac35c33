// A mel spectrogram's sizes and tables, and the kernels that compute it. src/front-ends/mel/native-mel.ts makes the tables.
#pragma once

#include <cstdint>

namespace woodshed {

// How levels follow from mel spectra.
enum class MelLevel : int32_t {
  None,      // the spectra themselves
  AddFloor,  // scale * log(x + floor)
  AtLeast,   // scale * log(max(x, floor))
};

struct MelPlan {
  int32_t fftSamples;     // even
  int32_t windowSamples;  // the window lies in the middle of the transform
  int32_t numBands;
  int32_t power;  // 1: of magnitudes, 2: of powers
  MelLevel level;
  float floor, scale;
  const float* window;      // [windowSamples], halved: see `spectrum` in mel_kernel.h
  int32_t numPasses;
  const int32_t* radices;   // [numPasses]: 2, 3, 4 or 5; their product is fftSamples / 2
  const float* twiddles;    // of each pass, then of the split into the spectrum of real samples
  const int32_t* bands;     // [numBands, 2]: first bin, number of bins
  const float* weights;     // of each band's bins
};

// Computes as many frames as the kernel has lanes. @param frames a pointer for each lane to windowSamples samples
// @param workspace 2 * fftSamples * lanes floats, aligned to 64 bytes  @param levels [numBands, lanes], aligned too
using ComputeFrames = void (*)(const MelPlan& plan, const float* const* frames, float* workspace, float* levels);

struct MelKernel {
  int lanes;
  ComputeFrames compute;
};

constexpr int kMostMelLanes = 8;

// Returns the kernel with this many lanes, 0 for the fastest; a null function if this CPU has none.
MelKernel melKernel(int lanes);

}  // namespace woodshed
