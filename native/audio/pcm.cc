// Reads samples of PCM and float, as WAV files hold them: little-endian, interleaved.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <type_traits>

#include "napi.h"
#include "parts.h"

namespace woodshed::audio {

namespace {

// Bytes converted at a time: they stay in the cache of the processor, and malloc keeps a block of this size for the next call.
constexpr int64_t kBlockBytes = 1 << 16;

template <typename T>
T loadAs(const uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

// Each encoding: bytes of a sample, its value as it is summed, and the value of full scale, a power of two.
struct Pcm8 {
  static constexpr int kBytes = 1;
  static constexpr double kFull = 128;
  static int32_t at(const uint8_t* p) { return static_cast<int32_t>(*p) - 128; }
};
struct Pcm16 {
  static constexpr int kBytes = 2;
  static constexpr double kFull = 32768;
  static int32_t at(const uint8_t* p) { return loadAs<int16_t>(p); }
};
struct Pcm24 {
  static constexpr int kBytes = 3;
  static constexpr double kFull = 8388608;
  static int32_t at(const uint8_t* p) {
    return static_cast<int32_t>(static_cast<uint32_t>(p[0]) << 8 | static_cast<uint32_t>(p[1]) << 16 |
                                static_cast<uint32_t>(p[2]) << 24) >> 8;
  }
};
struct Pcm32 {
  static constexpr int kBytes = 4;
  static constexpr double kFull = 2147483648;
  static double at(const uint8_t* p) { return loadAs<int32_t>(p); }
};
struct Float32 {
  static constexpr int kBytes = 4;
  static constexpr double kFull = 1;
  static double at(const uint8_t* p) { return loadAs<float>(p); }
};
struct Float64 {
  static constexpr int kBytes = 8;
  static constexpr double kFull = 1;
  static double at(const uint8_t* p) { return loadAs<double>(p); }
};

// Writes the mean of one or two channels, which the compiler computes side by side: every division is by a power of two.
template <typename Encoding, int Channels>
void mixFew(const uint8_t* data, int64_t frames, float* to) {
  for (int64_t i = 0; i < frames; i++) {
    auto sum = Encoding::at(data + i * Channels * Encoding::kBytes);
    if (Channels == 2) sum += Encoding::at(data + (i * Channels + 1) * Encoding::kBytes);
    to[i] = static_cast<float>(sum / (Encoding::kFull * Channels));
  }
}

template <typename Encoding>
void mixMany(const uint8_t* data, int64_t frames, int channels, float* to) {
  // Integers of 16 bits have always been multiplied, which may round otherwise than dividing.
  const double scale = 1 / (Encoding::kFull * channels);
  for (int64_t i = 0; i < frames; i++) {
    double sum = 0;
    for (int c = 0; c < channels; c++) sum += Encoding::at(data + (i * channels + c) * Encoding::kBytes);
    to[i] = static_cast<float>(std::is_same_v<Encoding, Pcm16> ? sum * scale : sum / Encoding::kFull / channels);
  }
}

// Writes frames to planar channels [outputs, stride]; 0 outputs is the mean of all.
template <typename Encoding>
void convert(const uint8_t* data, int64_t frames, int channels, int outputs, float* to, int64_t stride) {
  if (outputs == 0) {
    if (channels == 1) return mixFew<Encoding, 1>(data, frames, to);
    if (channels == 2) return mixFew<Encoding, 2>(data, frames, to);
    return mixMany<Encoding>(data, frames, channels, to);
  }
  for (int output = 0; output < outputs; output++) {
    // A mono recording gives its one channel twice for stereo.
    const uint8_t* from = data + std::min(output, channels - 1) * Encoding::kBytes;
    for (int64_t i = 0; i < frames; i++)
      to[output * stride + i] =
          static_cast<float>(Encoding::at(from + i * channels * Encoding::kBytes) / Encoding::kFull);
  }
}

using Convert = void (*)(const uint8_t*, int64_t, int, int, float*, int64_t);

struct Codec {
  int bytes;
  Convert convert;
};

// By the names of WavFormat.
Codec codecOf(const std::string& name) {
  if (name == "pcm16") return {Pcm16::kBytes, convert<Pcm16>};
  if (name == "pcm24") return {Pcm24::kBytes, convert<Pcm24>};
  if (name == "float32") return {Float32::kBytes, convert<Float32>};
  if (name == "pcm8") return {Pcm8::kBytes, convert<Pcm8>};
  if (name == "pcm32") return {Pcm32::kBytes, convert<Pcm32>};
  if (name == "float64") return {Float64::kBytes, convert<Float64>};
  throw AudioError("ARGUMENT", "unknown encoding " + name);
}

// Reads up to `count` bytes; fewer at the end of the file.
int64_t readBytes(int file, uint8_t* bytes, int64_t count, int64_t offset) {
  int64_t done = 0;
  while (done < count) {
    const ssize_t got = ::pread(file, bytes + done, static_cast<size_t>(count - done), static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw AudioError("READ", std::strerror(errno));
    if (got == 0) break;
    done += got;
  }
  return done;
}

// Arguments from `at` on: encoding, channels, count, outputs, samples.
struct Request {
  Request(Call& call, size_t at) : codec(codecOf(call.string(at))) {
    channels = static_cast<int>(call.integer(at + 1));
    count = call.integer(at + 2);
    outputs = static_cast<int>(call.integer(at + 3));
    const auto span = call.array<float>(at + 4);
    if (channels < 1 || count < 0 || outputs < 0 || static_cast<int64_t>(span.size) != count * std::max(1, outputs))
      call.refuse(at + 4, "room for the frames");
    samples = span.data;
  }

  int64_t frameBytes() const { return int64_t{codec.bytes} * channels; }
  void take(const uint8_t* data, int64_t first, int64_t frames) const {
    codec.convert(data, frames, channels, outputs, samples + first, count);
  }

  Codec codec;
  int channels, outputs;
  int64_t count;
  float* samples;
};

napi_value framesRead(Call& call, int64_t frames) {
  napi_value result;
  check(napi_create_int64(call.env, frames, &result));
  return result;
}

// pcmReadFile(descriptor, offset, encoding, channels, count, outputs, samples, readMs): reads frames from a place of a file into
// planar samples [outputs * count]. Returns how many there were, and writes the milliseconds of waiting for the file.
napi_value readFile(Call& call) {
  using Clock = std::chrono::steady_clock;
  const int file = static_cast<int>(call.integer(0));
  const int64_t offset = call.integer(1);
  const Request request(call, 2);
  const int64_t frameBytes = request.frameBytes();
  const int64_t blockFrames = std::max<int64_t>(1, kBlockBytes / frameBytes);
  const std::unique_ptr<uint8_t[]> block(new uint8_t[static_cast<size_t>(blockFrames * frameBytes)]);
  const auto readMs = call.array<double>(7);
  Clock::duration waited{};
  int64_t done = 0;
  while (done < request.count) {
    const int64_t wanted = std::min(blockFrames, request.count - done);
    const auto start = Clock::now();
    const int64_t got = readBytes(file, block.get(), wanted * frameBytes, offset + done * frameBytes) / frameBytes;
    waited += Clock::now() - start;
    request.take(block.get(), done, got);
    done += got;
    if (got < wanted) break;
  }
  if (readMs.size > 0) readMs.data[0] = std::chrono::duration<double, std::milli>(waited).count();
  return framesRead(call, done);
}

// pcmReadMemory(bytes, offset, encoding, channels, count, outputs, samples): the same from memory.
napi_value readMemory(Call& call) {
  const auto bytes = call.array<uint8_t>(0);
  const int64_t offset = call.integer(1);
  const Request request(call, 2);
  const int64_t available = std::max<int64_t>(0, static_cast<int64_t>(bytes.size) - offset) / request.frameBytes();
  const int64_t frames = std::min(available, request.count);
  if (frames > 0) request.take(bytes.data + offset, 0, frames);
  return framesRead(call, frames);
}

}  // namespace

void registerPcm(napi_env env, napi_value exports) {
  define<readFile>(env, exports, "pcmReadFile");
  define<readMemory>(env, exports, "pcmReadMemory");
}

}  // namespace woodshed::audio
