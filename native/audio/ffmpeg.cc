// Decodes the containers that FFmpeg reads, by stretches.
#include <fcntl.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "ffmpeg_decoder.h"
#include "napi.h"
#include "parts.h"
#include "samples.h"
#include "sound_bytes.h"

namespace woodshed::audio {

namespace {

// Samples decoded at a time: they stay in the cache of the processor.
constexpr int64_t kBlockSamples = 8192;

// ffmpegLoad(util, codec, format): opens the libraries and returns FFmpeg's version.
napi_value load(Call& call) {
  std::string error;
  const ffmpeg::Library* library = ffmpeg::load(call.string(0), call.string(1), call.string(2), error);
  if (library == nullptr) throw AudioError("FFMPEG", error);
  napi_value version;
  check(napi_create_string_utf8(call.env, library->version.c_str(), NAPI_AUTO_LENGTH, &version));
  return version;
}

struct Container {
  std::unique_ptr<ffmpeg::Decoder> decoder;
};

// Opens the bytes and writes sample rate, channels and frames to `info`. Returns a handle.
napi_value open(Call& call, std::unique_ptr<SoundBytes> bytes, const std::string& demuxer, Span<double> info) {
  const ffmpeg::Library* library = ffmpeg::loaded();
  if (library == nullptr) throw AudioError("FFMPEG", "is not loaded");
  auto container = std::make_unique<Container>();
  try {
    container->decoder = std::make_unique<ffmpeg::Decoder>(*library, std::move(bytes), demuxer);
  } catch (const ffmpeg::DecodeError& error) {
    throw AudioError("DECODE", error.what());
  }
  const ffmpeg::Decoder& decoder = *container->decoder;
  const double values[] = {static_cast<double>(decoder.sampleRateHz()), static_cast<double>(decoder.numChannels()),
                           static_cast<double>(decoder.numFrames())};
  std::copy_n(values, std::min<size_t>(info.size, 3), info.data);
  napi_value handle;
  const auto free = [](napi_env, void* data, void*) { delete static_cast<Container*>(data); };
  check(napi_create_external(call.env, container.get(), free, nullptr, &handle));
  container.release();
  return handle;
}

// ffmpegOpenFile(descriptor, offset, size, demuxer, info): the descriptor may be closed while the container is open.
napi_value openFile(Call& call) {
  const int file = ::fcntl(static_cast<int>(call.integer(0)), F_DUPFD_CLOEXEC, 0);
  if (file < 0) throw AudioError("DECODE", std::strerror(errno));
  auto bytes = std::make_unique<SoundBytes>(std::vector<uint8_t>(), file, call.integer(1), call.integer(2));
  return open(call, std::move(bytes), call.string(3), call.array<double>(4));
}

// ffmpegOpenMemory(bytes, demuxer, info): keeps a copy of the bytes, since JavaScript may take their memory away.
napi_value openMemory(Call& call) {
  const auto bytes = call.array<uint8_t>(0);
  auto copy = std::make_unique<SoundBytes>(std::vector<uint8_t>(bytes.data, bytes.data + bytes.size));
  return open(call, std::move(copy), call.string(1), call.array<double>(2));
}

Container& containerOf(Call& call) {
  void* data = nullptr;
  if (call.count < 1 || napi_get_value_external(call.env, call.values[0], &data) != napi_ok)
    call.refuse(0, "a container");
  return *static_cast<Container*>(data);
}

// ffmpegRead(container, first, count, outputs, samples, largest): reads frames into planar samples [outputs * count], the mean of
// the channels for 0 outputs. Writes the largest magnitude to `largest`.
napi_value read(Call& call) {
  Container& container = containerOf(call);
  if (container.decoder == nullptr) throw AudioError("CLOSED", "the container is closed");
  ffmpeg::Decoder& decoder = *container.decoder;
  const int64_t first = call.integer(1), count = call.integer(2);
  const int outputs = static_cast<int>(call.integer(3));
  const auto samples = call.array<float>(4);
  const auto largest = call.array<float>(5);
  if (first < 0 || count < 0 || outputs < 0 || static_cast<int64_t>(samples.size) != count * std::max(1, outputs))
    call.refuse(4, "room for the frames");
  const int channels = decoder.numChannels();
  const int64_t blockFrames = std::max<int64_t>(1, kBlockSamples / channels);
  std::vector<float> block(static_cast<size_t>(blockFrames * channels));
  uint32_t bits = 0;
  try {
    for (int64_t done = 0; done < count;) {
      const int64_t wanted = std::min(blockFrames, count - done);
      decoder.read(first + done, wanted, block.data());
      bits = std::max(bits, largestBits(block.data(), wanted * channels));
      distribute(block.data(), wanted, channels, outputs, samples.data + done, count);
      done += wanted;
    }
  } catch (const ffmpeg::DecodeError& error) {
    throw AudioError("DECODE", error.what());
  }
  if (largest.size > 0) largest.data[0] = std::bit_cast<float>(bits);
  return nullptr;
}

// ffmpegClose(container): frees the decoder; does nothing if it is closed.
napi_value close(Call& call) {
  containerOf(call).decoder.reset();
  return nullptr;
}

}  // namespace

void registerFfmpeg(napi_env env, napi_value exports) {
  define<load>(env, exports, "ffmpegLoad");
  define<openFile>(env, exports, "ffmpegOpenFile");
  define<openMemory>(env, exports, "ffmpegOpenMemory");
  define<read>(env, exports, "ffmpegRead");
  define<close>(env, exports, "ffmpegClose");
}

}  // namespace woodshed::audio
