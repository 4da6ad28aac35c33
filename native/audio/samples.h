// Samples as decoders return them, interleaved, and as the addon does, planar.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace woodshed::audio {

// Returns the largest magnitude as bits, which are in the order of the magnitudes; infinities and NaN are above all others.
inline uint32_t largestBits(const float* samples, int64_t count) {
  // Signed numbers without a sign, which CPUs without SSE4 compare four at a time.
  int32_t largest = 0;
  for (int64_t i = 0; i < count; i++)
    largest = std::max(largest, std::bit_cast<int32_t>(samples[i]) & 0x7fffffff);
  return static_cast<uint32_t>(largest);
}

// Writes interleaved frames to planar channels [outputs, stride]; 0 outputs is the mean of all channels.
inline void distribute(const float* frames, int64_t count, int channels, int outputs, float* to, int64_t stride) {
  if (outputs == 0 && channels == 2) {
    // The loop below with two channels: the compiler computes several frames at once.
    for (int64_t i = 0; i < count; i++)
      to[i] = static_cast<float>((static_cast<double>(frames[2 * i]) + frames[2 * i + 1]) * 0.5);
    return;
  }
  if (outputs == 0) {
    for (int64_t i = 0; i < count; i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) sum += frames[i * channels + c];
      to[i] = static_cast<float>(sum / channels);
    }
    return;
  }
  for (int output = 0; output < outputs; output++) {
    const float* from = frames + std::min(output, channels - 1);
    for (int64_t i = 0; i < count; i++) to[output * stride + i] = from[i * channels];
  }
}

}  // namespace woodshed::audio
