// The inverse modified discrete cosine transform of Vorbis: a DCT-IV, by a complex FFT of a quarter of the block.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "vorbis_setup.h"

namespace woodshed::audio::vorbis {

namespace {

constexpr double kPi = std::numbers::pi;

// Stockham's FFT of radix 4, and 2 for the last step of odd powers: each step reads from one pair of arrays and writes to the other in
// the order of the next. `s` transforms lie side by side, which the compiler computes several at a time.
struct Planes {
  float *re, *im;
};

void stepOf4(int n, int s, const Planes& x, const Planes& y, const float* rootRe, const float* rootIm) {
  const int m = n / 4;
  for (int p = 0; p < m; p++) {
    // The roots are those of the whole transform.
    const float re1 = rootRe[p * s], im1 = rootIm[p * s];
    const float re2 = rootRe[2 * p * s], im2 = rootIm[2 * p * s];
    const float re3 = rootRe[3 * p * s], im3 = rootIm[3 * p * s];
    const float *aRe = x.re + s * p, *aIm = x.im + s * p;
    const float *bRe = aRe + s * m, *bIm = aIm + s * m;
    const float *cRe = bRe + s * m, *cIm = bIm + s * m;
    const float *dRe = cRe + s * m, *dIm = cIm + s * m;
    float *__restrict toRe = y.re + s * 4 * p, *__restrict toIm = y.im + s * 4 * p;
    for (int q = 0; q < s; q++) {
      const float sumRe = aRe[q] + cRe[q], sumIm = aIm[q] + cIm[q];
      const float differenceRe = aRe[q] - cRe[q], differenceIm = aIm[q] - cIm[q];
      const float otherSumRe = bRe[q] + dRe[q], otherSumIm = bIm[q] + dIm[q];
      // -i (b - d)
      const float turnedRe = bIm[q] - dIm[q], turnedIm = dRe[q] - bRe[q];
      toRe[q] = sumRe + otherSumRe;
      toIm[q] = sumIm + otherSumIm;
      const float oneRe = differenceRe + turnedRe, oneIm = differenceIm + turnedIm;
      toRe[s + q] = oneRe * re1 - oneIm * im1;
      toIm[s + q] = oneRe * im1 + oneIm * re1;
      const float twoRe = sumRe - otherSumRe, twoIm = sumIm - otherSumIm;
      toRe[2 * s + q] = twoRe * re2 - twoIm * im2;
      toIm[2 * s + q] = twoRe * im2 + twoIm * re2;
      const float threeRe = differenceRe - turnedRe, threeIm = differenceIm - turnedIm;
      toRe[3 * s + q] = threeRe * re3 - threeIm * im3;
      toIm[3 * s + q] = threeRe * im3 + threeIm * re3;
    }
  }
}

// The last step, of which all roots are 1.
void stepOf2(int s, const Planes& x, const Planes& y) {
  float *__restrict toRe = y.re, *__restrict toIm = y.im;
  for (int q = 0; q < s; q++) {
    toRe[q] = x.re[q] + x.re[s + q];
    toIm[q] = x.im[q] + x.im[s + q];
    toRe[s + q] = x.re[q] - x.re[s + q];
    toIm[s + q] = x.im[q] - x.im[s + q];
  }
}

}  // namespace

Transform::Transform(int blockSize) : half(blockSize / 2) {
  const int quarter = half / 2;
  for (int k = 0; k < quarter; k++) {
    const double twist = -kPi * (8 * k + 1) / (8.0 * half), root = -2 * kPi * k / quarter;
    twistRe.push_back(static_cast<float>(std::cos(twist)));
    twistIm.push_back(static_cast<float>(std::sin(twist)));
    rootRe.push_back(static_cast<float>(std::cos(root)));
    rootIm.push_back(static_cast<float>(std::sin(root)));
  }
  for (int i = 0; i < half; i++) {
    const double sine = std::sin((i + 0.5) / half * kPi / 2);
    window.push_back(static_cast<float>(std::sin(kPi / 2 * sine * sine)));
  }
}

void Transform::run(float* data, float* work) const {
  const int quarter = half / 2;
  Planes x{work, work + quarter}, y{data, data + quarter};
  for (int n = 0; n < quarter; n++) {
    const float re = data[2 * n], im = data[half - 1 - 2 * n];
    x.re[n] = re * twistRe[n] - im * twistIm[n];
    x.im[n] = re * twistIm[n] + im * twistRe[n];
  }
  int n = quarter, s = 1;
  for (; n >= 4; n /= 4, s *= 4) {
    stepOf4(n, s, x, y, rootRe.data(), rootIm.data());
    std::swap(x, y);
  }
  if (n == 2) {
    stepOf2(s, x, y);
    std::swap(x, y);
  }
  if (x.re == data) {
    std::copy(data, data + half, work);
    x = {work, work + quarter};
  }
  for (int k = 0; k < quarter; k++) {
    data[2 * k] = x.re[k] * twistRe[k] - x.im[k] * twistIm[k];
    data[half - 1 - 2 * k] = -(x.re[k] * twistIm[k] + x.im[k] * twistRe[k]);
  }
}

}  // namespace woodshed::audio::vorbis
