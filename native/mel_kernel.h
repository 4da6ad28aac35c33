// Mel spectra of kLanes frames at once, one frame in each lane of the vectors: the transform is plain scalar code on vectors, and
// the bits of a frame depend on its samples alone. No product is fused into a sum (-ffp-contract=off), so that every CPU computes
// the same bits.
//
// Included by mel_kernels.cc once for each width, within a namespace and under the flags of an instruction set: includes nothing, since
// an inline function of a header would be compiled for that set, and the linker could choose it for all.

typedef float Floats __attribute__((vector_size(4 * kLanes)));
typedef int32_t Ints __attribute__((vector_size(4 * kLanes)));

#define WOODSHED_INLINE inline __attribute__((always_inline))

struct Complex {
  Floats re, im;
};
WOODSHED_INLINE Complex operator+(Complex a, Complex b) { return {a.re + b.re, a.im + b.im}; }
WOODSHED_INLINE Complex operator-(Complex a, Complex b) { return {a.re - b.re, a.im - b.im}; }
WOODSHED_INLINE Complex operator*(float a, Complex b) { return {a * b.re, a * b.im}; }
// -i a
WOODSHED_INLINE Complex turnedBack(Complex a) { return {a.im, -a.re}; }
WOODSHED_INLINE Complex conjugate(Complex a) { return {a.re, -a.im}; }
WOODSHED_INLINE Complex times(Complex a, const float* w) {
  return {a.re * w[0] - a.im * w[1], a.re * w[1] + a.im * w[0]};
}

// Fourier transforms of kRadix values.
template <int kRadix>
struct Butterfly;
template <>
struct Butterfly<2> {
  static WOODSHED_INLINE void apply(const Complex* x, Complex* y) {
    y[0] = x[0] + x[1];
    y[1] = x[0] - x[1];
  }
};
template <>
struct Butterfly<3> {
  static WOODSHED_INLINE void apply(const Complex* x, Complex* y) {
    const Complex sum = x[1] + x[2], turned = 0.8660254037844386f * turnedBack(x[1] - x[2]);
    const Complex middle = x[0] - 0.5f * sum;
    y[0] = x[0] + sum;
    y[1] = middle + turned;
    y[2] = middle - turned;
  }
};
template <>
struct Butterfly<4> {
  static WOODSHED_INLINE void apply(const Complex* x, Complex* y) {
    const Complex even = x[0] + x[2], evenLess = x[0] - x[2], odd = x[1] + x[3], oddLess = turnedBack(x[1] - x[3]);
    y[0] = even + odd;
    y[1] = evenLess + oddLess;
    y[2] = even - odd;
    y[3] = evenLess - oddLess;
  }
};
template <>
struct Butterfly<5> {
  static WOODSHED_INLINE void apply(const Complex* x, Complex* y) {
    constexpr float kCos1 = 0.30901699437494745f, kCos2 = -0.8090169943749475f;
    constexpr float kSin1 = 0.9510565162951535f, kSin2 = 0.5877852522924731f;
    const Complex outer = x[1] + x[4], inner = x[2] + x[3];
    const Complex outerLess = turnedBack(x[1] - x[4]), innerLess = turnedBack(x[2] - x[3]);
    const Complex middle1 = x[0] + (kCos1 * outer + kCos2 * inner), turned1 = kSin1 * outerLess + kSin2 * innerLess;
    const Complex middle2 = x[0] + (kCos2 * outer + kCos1 * inner), turned2 = kSin2 * outerLess - kSin1 * innerLess;
    y[0] = x[0] + (outer + inner);
    y[1] = middle1 + turned1;
    y[2] = middle2 + turned2;
    y[3] = middle2 - turned2;
    y[4] = middle1 - turned1;
  }
};

// Butterflies with the same twiddles w [kRadix - 1]; those of the first place are 1.
template <int kRadix, bool kIsTurned>
WOODSHED_INLINE void butterflies(const Complex* in, Complex* out, int64_t apart, int64_t stride, const float* w) {
  for (int64_t q = 0; q < stride; q++) {
    Complex x[kRadix], y[kRadix];
    _Pragma("GCC unroll 5") for (int k = 0; k < kRadix; k++) x[k] = in[q + k * apart];
    Butterfly<kRadix>::apply(x, y);
    out[q] = y[0];
    _Pragma("GCC unroll 5") for (int k = 1; k < kRadix; k++)
      out[q + k * stride] = kIsTurned ? times(y[k], w + 2 * (k - 1)) : y[k];
  }
}

// One pass of Stockham's transform, which sorts as it goes: of `stride` transforms of `size` values each, to kRadix times as many.
template <int kRadix>
void pass(const Complex* in, Complex* out, int64_t size, int64_t stride, const float* w) {
  const int64_t count = size / kRadix, apart = stride * count;
  butterflies<kRadix, false>(in, out, apart, stride, w);
  for (int64_t p = 1; p < count; p++)
    butterflies<kRadix, true>(in + p * stride, out + p * stride * kRadix, apart, stride, w + 2 * (kRadix - 1) * p);
}

#if defined(__clang__)
#define WOODSHED_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define WOODSHED_SHUFFLE(a, b, ...) __builtin_shuffle(a, b, FourInts{__VA_ARGS__})
#endif
typedef float Four __attribute__((vector_size(16)));
typedef float AnyFour __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t FourInts __attribute__((vector_size(16)));

// Writes the frames, times the window, sample by sample: [fftSamples, kLanes], with zeros around the window.
void gather(const MelPlan& plan, const float* const* frames, float* to) {
  const int64_t size = plan.windowSamples, before = (plan.fftSamples - size) / 2;
  auto* rows = reinterpret_cast<Floats*>(to);
  for (int64_t i = 0; i < before; i++) rows[i] = Floats{};
  for (int64_t i = before + size; i < plan.fftSamples; i++) rows[i] = Floats{};
  to += before * kLanes;
  int64_t i = 0;
  for (; i + 4 <= size; i += 4) {
    const Four window = *reinterpret_cast<const AnyFour*>(plan.window + i);
    _Pragma("GCC unroll 4") for (int lane = 0; lane < kLanes; lane += 4) {
      Four x[4];
      _Pragma("GCC unroll 4") for (int k = 0; k < 4; k++)
        x[k] = *reinterpret_cast<const AnyFour*>(frames[lane + k] + i) * window;
      const Four a = WOODSHED_SHUFFLE(x[0], x[1], 0, 4, 1, 5), b = WOODSHED_SHUFFLE(x[2], x[3], 0, 4, 1, 5);
      const Four c = WOODSHED_SHUFFLE(x[0], x[1], 2, 6, 3, 7), d = WOODSHED_SHUFFLE(x[2], x[3], 2, 6, 3, 7);
      auto* block = reinterpret_cast<Four*>(to + i * kLanes + lane);
      block[0 * kLanes / 4] = WOODSHED_SHUFFLE(a, b, 0, 1, 4, 5);
      block[1 * kLanes / 4] = WOODSHED_SHUFFLE(a, b, 2, 3, 6, 7);
      block[2 * kLanes / 4] = WOODSHED_SHUFFLE(c, d, 0, 1, 4, 5);
      block[3 * kLanes / 4] = WOODSHED_SHUFFLE(c, d, 2, 3, 6, 7);
    }
  }
  for (; i < size; i++)
    for (int lane = 0; lane < kLanes; lane++) to[i * kLanes + lane] = frames[lane][i] * plan.window[i];
}

WOODSHED_INLINE Floats squareRoot(Floats x) {
#ifdef WOODSHED_SQRT
  return WOODSHED_SQRT(x);
#else
  for (int lane = 0; lane < kLanes; lane++) x[lane] = __builtin_sqrtf(x[lane]);
  return x;
#endif
}

// Transforms samples [fftSamples] in pairs, as complex numbers z, and splits the result Z into the spectrum X of the real samples:
// X[k] = E + T and X[n - k] = conj(E - T) with E = Z[k] + conj(Z[n - k]) and T = w (Z[k] - conj(Z[n - k])), where n is half of the
// transform and the samples are halved. Returns the magnitudes or powers [n + 1].
const Floats* spectrum(const MelPlan& plan, Complex* z, Complex* other) {
  const float* w = plan.twiddles;
  const int64_t half = plan.fftSamples / 2;
  int64_t size = half, stride = 1;
  for (int32_t i = 0; i < plan.numPasses; i++) {
    const int32_t radix = plan.radices[i];
    switch (radix) {
      case 2: pass<2>(z, other, size, stride, w); break;
      case 3: pass<3>(z, other, size, stride, w); break;
      case 4: pass<4>(z, other, size, stride, w); break;
      default: pass<5>(z, other, size, stride, w); break;
    }
    w += 2 * (radix - 1) * (size / radix);
    size /= radix;
    stride *= radix;
    Complex* swapped = z;
    z = other;
    other = swapped;
  }
  auto* result = reinterpret_cast<Floats*>(other);
  const auto sizeOf = [&](Complex x) {
    const Floats squared = x.re * x.re + x.im * x.im;
    return plan.power == 2 ? squared : squareRoot(squared);
  };
  for (int64_t k = 0; 2 * k <= half; k++) {
    const Complex a = z[k], b = conjugate(z[k == 0 ? 0 : half - k]);
    const Complex even = a + b, odd = times(a - b, w + 2 * k);
    result[k] = sizeOf(even + odd);
    result[half - k] = sizeOf(even - odd);
  }
  return result;
}

// The natural logarithm within a unit in the last place (the polynomial of Cephes); of 0 -inf, of inf inf, of NaN NaN.
WOODSHED_INLINE Floats logarithm(Floats x) {
  const Ints isSmall = x < 1.17549435e-38f;
  const Floats large = isSmall ? x * 8388608.0f : x;
  Ints bits = (Ints)large;
  Ints exponent = (bits >> 23) - 126 - (isSmall & 23);
  Floats m = (Floats)((bits & 0x007fffff) | 0x3f000000);  // 0.5 <= m < 1
  const Ints isLow = m < 0.707106781186547524f;
  exponent += isLow;
  m = (isLow ? m + m : m) - 1.0f;
  const Floats e = __builtin_convertvector(exponent, Floats), z = m * m;
  Floats y = 7.0376836292e-2f * m - 1.1514610310e-1f;
  y = y * m + 1.1676998740e-1f;
  y = y * m - 1.2420140846e-1f;
  y = y * m + 1.4249322787e-1f;
  y = y * m - 1.6668057665e-1f;
  y = y * m + 2.0000714765e-1f;
  y = y * m - 2.4999993993e-1f;
  y = y * m + 3.3333331174e-1f;
  y = y * m * z;
  y += e * -2.12194440e-4f;
  y -= 0.5f * z;
  const Floats result = (m + y) + e * 0.693359375f;
  constexpr float kInfinity = __builtin_inff();
  const Floats special = x == 0.0f ? Floats{} - kInfinity : x < 0.0f ? Floats{} + __builtin_nanf("") : x;
  return (x > 0.0f) & (x < kInfinity) ? result : special;
}

WOODSHED_INLINE Floats levelOf(const MelPlan& plan, Floats x) {
  if (plan.level == MelLevel::None) return x;
  const Floats floored = plan.level == MelLevel::AddFloor ? x + plan.floor : x < plan.floor ? Floats{} + plan.floor : x;
  return logarithm(floored) * plan.scale;
}

void computeFrames(const MelPlan& plan, const float* const* frames, float* workspace, float* levels) {
  gather(plan, frames, workspace);
  auto* z = reinterpret_cast<Complex*>(workspace);
  const Floats* bins = spectrum(plan, z, z + plan.fftSamples / 2);
  auto* result = reinterpret_cast<Floats*>(levels);
  const float* weight = plan.weights;
  for (int32_t band = 0; band < plan.numBands; band++) {
    const Floats* from = bins + plan.bands[2 * band];
    const int32_t count = plan.bands[2 * band + 1];
    // Two sums: shorter chains of additions round less.
    Floats sums[2] = {};
    int32_t i = 0;
    for (; i + 2 <= count; i += 2) {
      sums[0] += weight[i] * from[i];
      sums[1] += weight[i + 1] * from[i + 1];
    }
    if (i < count) sums[0] += weight[i] * from[i];
    weight += count;
    result[band] = levelOf(plan, sums[0] + sums[1]);
  }
}

#undef WOODSHED_INLINE
#undef WOODSHED_SHUFFLE
#undef WOODSHED_SQRT
