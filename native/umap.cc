// UMAP's layout: stochastic gradient descent with negative sampling (McInnes, Healy and Melville, 2018).
// The same seed produces the same bits with any number of threads.
#include "umap.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <cstring>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace woodshed {

namespace {

// Number of repelling points per attracting neighbour, as in the paper.
constexpr int kNumNegatives = 5;
// Number of vertices that a thread takes at a time.
constexpr int kChunk = 128;
// Largest move along an axis by a single force at a learning rate of 1, as in the reference implementation.
constexpr float kMaxForce = 4.0f;
// Keeps the repulsion of coincident points finite, as in the reference implementation.
constexpr float kRepulsionFloor = 0.001f;

// Vector types of the compiler, available on every target: process one neighbour and its negatives together.
typedef float Floats __attribute__((vector_size(16)));
typedef int32_t Ints __attribute__((vector_size(16)));

struct Layout {
  int32_t numPoints;
  const int32_t* offsets;    // [numPoints + 1], into `neighbors` and `weights`
  const int32_t* neighbors;  // symmetric: j is a neighbour of i if i is one of j, with the same weight
  const float* weights;      // from 0 to 1: the fraction of epochs in which an edge attracts
  float a, b;
  uint64_t seed;
  int32_t numEpochs;
  float learningRate;  // in the first epoch; decreases linearly to 0
};

uint64_t mix(uint64_t z) {
  // The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

// Returns x^b for x > 0, to 1e-4, with Chebyshev interpolation of the logarithm and of the power of two.
// The C library's pow takes ten times as long, and its bits differ between libraries.
inline __attribute__((always_inline)) Floats power(Floats x, float b) {
  Ints bits = (Ints)x;
  Floats exponent = __builtin_convertvector((bits >> 23) - 127, Floats);
  Floats m = (Floats)((bits & 0x007fffff) | 0x3f800000);  // 1 <= m < 2
  Floats m2 = m * m;
  Floats logarithm = (-2.4983532f + 4.0292114f * m) + m2 * ((-2.0783352f + 0.6260322f * m) + m2 * -0.0784407f);
  Floats t = b * (exponent + logarithm);
  // Rounds down: the conversion truncates, and its operand is positive.
  Ints whole = __builtin_convertvector(t + 128.0f, Ints) - 128;
  Floats f = t - __builtin_convertvector(whole, Floats);
  Floats f2 = f * f;
  Floats fraction = (1.0000035f + 0.6929729f * f) + f2 * ((0.2416044f + 0.0517450f * f) + f2 * 0.0136703f);
  return fraction * (Floats)((whole + 127) << 23);
}

inline __attribute__((always_inline)) Floats clip(Floats force) {
  Floats most = force * 0.0f + kMaxForce;
  force = force > most ? most : force;
  return force < -most ? -most : force;
}

// The forces on the point at (x, y), times `step`, one lane per other point. `pull` is -2ab in a lane whose point
// attracts, `push` is 2b in one whose point repels; both are 0 otherwise.
struct Lanes {
  Floats pull, push, floor, step;
};
inline __attribute__((always_inline)) void force(const Lanes& lanes, float a, float b, Floats& dx, Floats& dy) {
  Floats squared = dx * dx + dy * dy;
  Floats least = squared * 0.0f + 1e-12f;
  squared = squared < least ? least : squared;
  Floats p = power(squared, b);
  Floats slope = (lanes.push + lanes.pull * p) / ((squared + lanes.floor) * (1.0f + a * p));
  dx = clip(slope * dx) * lanes.step;
  dy = clip(slope * dy) * lanes.step;
}

// Runs one epoch of the vertices from `from` to `to`. Each vertex reads the positions from the start of the epoch
// and writes only its own, so results do not depend on thread or order. The reference moves both ends of an edge
// (i, j), and again for (j, i); here each end moves only itself, twice as far.
void sweep(const Layout& layout, int32_t epoch, int32_t from, int32_t to, const float* before, float* after,
           std::vector<int32_t>& due) {
  const float rate = layout.learningRate - layout.learningRate * (static_cast<float>(epoch) / static_cast<float>(layout.numEpochs));
  const float a = layout.a, b = layout.b;
  const float pull = -2.0f * a * b, push = 2.0f * b;
  const auto numOthers = static_cast<uint64_t>(layout.numPoints - 1);
  const Lanes first{{pull, 0, 0, 0},
                    {0, push, push, push},
                    {0, kRepulsionFloor, kRepulsionFloor, kRepulsionFloor},
                    {2 * rate, rate, rate, rate}};
  const Lanes second{{0, 0, 0, 0}, {push, push, 0, 0}, {kRepulsionFloor, kRepulsionFloor, 1, 1}, {rate, rate, 0, 0}};
  const auto begun = static_cast<float>(epoch), ended = static_cast<float>(epoch + 1);
  for (int32_t i = from; i < to; i++) {
    // Collects the due neighbours first: an unpredictable branch would cost more than the forces.
    size_t numDue = 0;
    auto degree = static_cast<size_t>(layout.offsets[i + 1] - layout.offsets[i]);
    if (due.size() <= degree) due.resize(degree + 1);
    for (int32_t e = layout.offsets[i]; e < layout.offsets[i + 1]; e++) {
      due[numDue] = layout.neighbors[e];
      float weight = layout.weights[e];
      numDue += static_cast<int32_t>(weight * ended) != static_cast<int32_t>(weight * begun);
    }
    // A separate random stream for each vertex and epoch.
    uint64_t random = mix(layout.seed + mix((static_cast<uint64_t>(epoch) << 32) | static_cast<uint32_t>(i)));
    float x = before[2 * i], y = before[2 * i + 1];
    for (size_t d = 0; d < numDue; d++) {
      const float* other[1 + kNumNegatives];
      other[0] = before + 2 * static_cast<size_t>(due[d]);
      for (int q = 1; q <= kNumNegatives; q++) {
        // Knuth's MMIX generator; its high bits are the random ones.
        random = random * 6364136223846793005ull + 1442695040888963407ull;
        uint64_t drawn = ((random >> 32) * numOthers) >> 32;
        other[q] = before + 2 * (drawn + (drawn >= static_cast<uint64_t>(i)));
      }
      Floats dx = x - Floats{other[0][0], other[1][0], other[2][0], other[3][0]};
      Floats dy = y - Floats{other[0][1], other[1][1], other[2][1], other[3][1]};
      Floats ex = x - Floats{other[4][0], other[5][0], x, x};
      Floats ey = y - Floats{other[4][1], other[5][1], y, y};
      force(first, a, b, dx, dy);
      force(second, a, b, ex, ey);
      dx += ex;
      dy += ey;
      x += (dx[0] + dx[1]) + (dx[2] + dx[3]);
      y += (dy[0] + dy[1]) + (dy[2] + dy[3]);
    }
    after[2 * i] = x;
    after[2 * i + 1] = y;
  }
}

void run(const Layout& layout, float* positions, int32_t firstEpoch, int32_t lastEpoch, int numThreads) {
  const size_t numFloats = 2 * static_cast<size_t>(layout.numPoints);
  std::vector<float> other(numFloats);
  float* before = positions;
  float* after = other.data();
  std::atomic<int32_t> next{0};
  // One thread runs this at the end of an epoch, while the others wait.
  auto turn = [&]() noexcept {
    std::swap(before, after);
    next = 0;
  };
  std::barrier epochEnd(numThreads, turn);
  auto work = [&] {
    std::vector<int32_t> due;
    for (int32_t epoch = firstEpoch; epoch < lastEpoch; epoch++) {
      for (int32_t from; (from = next.fetch_add(kChunk)) < layout.numPoints;)
        sweep(layout, epoch, from, std::min(layout.numPoints, from + kChunk), before, after, due);
      epochEnd.arrive_and_wait();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < numThreads; i++) {
    try {
      threads.emplace_back(work);
    } catch (const std::system_error&) {
      // The system has no more threads: fewer threads compute the same result.
      epochEnd.arrive_and_drop();
    }
  }
  work();
  for (std::thread& thread : threads) thread.join();
  if (before != positions) std::memcpy(positions, before, numFloats * sizeof(float));
}

template <typename T>
struct Array {
  T* data;
  size_t length;
};

template <typename T>
Array<T> arrayAt(Call& call, size_t i) {
  constexpr auto kExpected = std::is_same_v<T, float> ? napi_float32_array : napi_int32_array;
  napi_typedarray_type type;
  void* data;
  size_t length;
  if (napi_get_typedarray_info(call.env, call.values[i], &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != kExpected)
    throw ArgumentError("argument " + std::to_string(i + 1) + ": expected a " +
                        (std::is_same_v<T, float> ? "Float32Array" : "Int32Array"));
  return {static_cast<T*>(data), length};
}

// umapEpochs(positions, offsets, neighbors, weights, a, b, seed, firstEpoch, lastEpoch, numEpochs, learningRate,
// numThreads): moves the positions, [N, 2] row-major, in place. Blocks, so call it on a worker thread.
napi_value umapEpochs(Call& call) {
  auto positions = arrayAt<float>(call, 0);
  auto offsets = arrayAt<int32_t>(call, 1);
  auto neighbors = arrayAt<int32_t>(call, 2);
  auto weights = arrayAt<float>(call, 3);
  if (offsets.length == 0 || positions.length != 2 * (offsets.length - 1) || neighbors.length != weights.length ||
      offsets.data[offsets.length - 1] != static_cast<int32_t>(neighbors.length))
    throw ArgumentError("positions, offsets, neighbors and weights do not fit together");
  Layout layout{static_cast<int32_t>(offsets.length - 1),
                offsets.data,
                neighbors.data,
                weights.data,
                static_cast<float>(call.number(4)),
                static_cast<float>(call.number(5)),
                mix(static_cast<uint64_t>(call.int64(6))),
                call.int32(9),
                static_cast<float>(call.number(10))};
  run(layout, positions.data, call.int32(7), call.int32(8), std::max(1, call.int32(11)));
  return nullptr;
}

}  // namespace

void registerUmap(napi_env env, napi_value exports) { define(env, exports, "umapEpochs", umapEpochs); }

}  // namespace woodshed
