// The kernels of mel_kernel.h, for each instruction set. 16 lanes of AVX-512 were measured to be no faster: their values leave the
// first-level cache.
#include "mel_plan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace woodshed {

#if defined(__x86_64__)
#define WOODSHED_SQRT(x) (Floats) _mm_sqrt_ps((__m128)(x))
#endif
namespace width4 {
namespace {
constexpr int kLanes = 4;
#include "mel_kernel.h"
}  // namespace
}  // namespace width4

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif
#define WOODSHED_SQRT(x) (Floats) _mm256_sqrt_ps((__m256)(x))
namespace width8 {
namespace {
constexpr int kLanes = 8;
#include "mel_kernel.h"
}  // namespace
}  // namespace width8
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif

MelKernel melKernel(int lanes) {
#if defined(__x86_64__)
  if ((lanes == 8 || lanes == 0) && __builtin_cpu_supports("avx2")) return {8, width8::computeFrames};
#endif
  if (lanes == 4 || lanes == 0) return {4, width4::computeFrames};
  return {lanes, nullptr};
}

}  // namespace woodshed
