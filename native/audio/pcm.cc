// Reads samples of PCM and float, interleaved: little-endian as WAV files hold them, and big-endian as AIFF files do.
#include <unistd.h>

#include <algorithm>
#include <bit>
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
struct Signed8 : Pcm8 {
  static int32_t at(const uint8_t* p) { return static_cast<int8_t>(*p); }
};
struct Pcm16 {
  static constexpr int kBytes = 2;
  static constexpr double kFull = 32768;
  static int32_t at(const uint8_t* p) { return loadAs<int16_t>(p); }
  // Both samples of a frame of two channels in the halves of one number, which CPUs without SSE4 take apart four at a time.
  static uint32_t pairAt(const uint8_t* p) { return loadAs<uint32_t>(p); }
};
struct BigPcm16 : Pcm16 {
  static int32_t at(const uint8_t* p) {
    const auto bits = loadAs<uint16_t>(p);
    return static_cast<int16_t>(bits << 8 | bits >> 8);
  }
  static uint32_t pairAt(const uint8_t* p) {
    const auto bits = loadAs<uint32_t>(p);
    return (bits & 0x00ff00ff) << 8 | (bits >> 8 & 0x00ff00ff);
  }
};
struct Pcm24 {
  static constexpr int kBytes = 3;
  static constexpr double kFull = 8388608;
  static int32_t at(const uint8_t* p) { return fromBytes(p[2], p[1], p[0]); }
  static int32_t fromBytes(uint32_t high, uint32_t middle, uint32_t low) {
    return static_cast<int32_t>(high << 24 | middle << 16 | low << 8) >> 8;
  }
};
struct BigPcm24 : Pcm24 {
  static int32_t at(const uint8_t* p) { return fromBytes(p[0], p[1], p[2]); }
};
struct Pcm32 {
  static constexpr int kBytes = 4;
  static constexpr double kFull = 2147483648;
  static double at(const uint8_t* p) { return loadAs<int32_t>(p); }
};
// Big-endian samples of more bits than a float has are rounded before they are summed, as libsndfile does.
struct BigPcm32 : Pcm32 {
  static double at(const uint8_t* p) { return static_cast<float>(static_cast<int32_t>(__builtin_bswap32(loadAs<uint32_t>(p)))); }
};
struct Float32 {
  static constexpr int kBytes = 4;
  static constexpr double kFull = 1;
  static double at(const uint8_t* p) { return loadAs<float>(p); }
};
struct BigFloat32 : Float32 {
  static double at(const uint8_t* p) { return std::bit_cast<float>(__builtin_bswap32(loadAs<uint32_t>(p))); }
};
struct Float64 {
  static constexpr int kBytes = 8;
  static constexpr double kFull = 1;
  static double at(const uint8_t* p) { return loadAs<double>(p); }
};
struct BigFloat64 : Float64 {
  static double at(const uint8_t* p) {
    return static_cast<float>(std::bit_cast<double>(__builtin_bswap64(loadAs<uint64_t>(p))));
  }
};

// Returns the sum of a frame of one or two channels.
template <typename Encoding, int Channels>
auto sumAt(const uint8_t* p) {
  if constexpr (Channels == 2 && std::is_base_of_v<Pcm16, Encoding>) {
    const uint32_t pair = Encoding::pairAt(p);
    return (static_cast<int32_t>(pair << 16) >> 16) + (static_cast<int32_t>(pair) >> 16);
  } else if constexpr (Channels == 2) {
    return Encoding::at(p) + Encoding::at(p + Encoding::kBytes);
  } else {
    return Encoding::at(p);
  }
}

// Writes the mean of one or two channels, which the compiler computes side by side: every division is by a power of two, so that
// rounding an integer before it rounds the mean.
template <typename Encoding, int Channels>
void mixFew(const uint8_t* data, int64_t frames, float* to) {
  constexpr double kFull = Encoding::kFull * Channels;
  for (int64_t i = 0; i < frames; i++) {
    const auto sum = sumAt<Encoding, Channels>(data + i * Channels * Encoding::kBytes);
    if constexpr (std::is_same_v<decltype(sum), const int32_t>)
      to[i] = static_cast<float>(sum) * static_cast<float>(1 / kFull);
    else
      to[i] = static_cast<float>(sum / kFull);
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

// By the names of PcmEncoding.
Codec codecOf(const std::string& name) {
  if (name == "pcm16") return {Pcm16::kBytes, convert<Pcm16>};
  if (name == "pcm24") return {Pcm24::kBytes, convert<Pcm24>};
  if (name == "float32") return {Float32::kBytes, convert<Float32>};
  if (name == "pcm8") return {Pcm8::kBytes, convert<Pcm8>};
  if (name == "pcm32") return {Pcm32::kBytes, convert<Pcm32>};
  if (name == "float64") return {Float64::kBytes, convert<Float64>};
  if (name == "pcm16be") return {BigPcm16::kBytes, convert<BigPcm16>};
  if (name == "pcm24be") return {BigPcm24::kBytes, convert<BigPcm24>};
  if (name == "pcm32be") return {BigPcm32::kBytes, convert<BigPcm32>};
  if (name == "float32be") return {BigFloat32::kBytes, convert<BigFloat32>};
  if (name == "float64be") return {BigFloat64::kBytes, convert<BigFloat64>};
  if (name == "signed8") return {Signed8::kBytes, convert<Signed8>};
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
