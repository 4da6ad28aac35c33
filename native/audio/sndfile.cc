// Decodes recordings with libsndfile: one synchronous call opens one, another seeks and reads a stretch of it.
#include <fcntl.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "napi.h"
#include "parts.h"
#include "samples.h"
#include "sndfile_library.h"
#include "sound_bytes.h"

namespace woodshed::audio {

namespace {

constexpr int kModeRead = 0x10;
// Samples decoded at a time: they stay in the cache of the processor.
constexpr int64_t kBlockSamples = 8192;

struct Recording {
  explicit Recording(std::unique_ptr<SoundBytes> bytes) : bytes(std::move(bytes)) {}
  ~Recording() { close(); }

  void open() {
    bytes->rewind();
    file = sndfile().openVirtual(&callbacks, kModeRead, &info, bytes.get());
    if (file == nullptr) throw AudioError("OPEN", sndfile().errorText(nullptr));
    next = 0;
  }

  // Seeks to a frame. Decoders with a memory (Vorbis, Opus, MPEG) return other samples after a seek from a place that they
  // have decoded than after one from the start, so these start anew.
  bool seek(int64_t frame) {
    if (frame == next) return true;
    const int codec = info.format & 0xffff;
    const bool hasMemory = codec == 0x60 || codec == 0x64 || (codec >= 0x80 && codec <= 0x82);
    if (hasMemory && next != 0) {
      sndfile().close(file);
      file = nullptr;
      open();
    }
    if (frame == next) return true;
    // 80 ms, as libsndfile decodes before the place of a seek, leave differences of 2e-3 in Opus; a second leaves none. Small
    // frames of MP3 need bytes of many frames before them, and libmpg123 decodes four: others begin with other samples.
    const bool needsEarlier = codec == 0x64 || codec == 0x82;
    const int64_t from = needsEarlier ? std::max<int64_t>(0, frame - info.sampleRateHz) : frame;
    return (from == next || sndfile().seek(file, from, SEEK_SET) == from) && skip(frame - from);
  }

  // Decodes frames and drops them.
  bool skip(int64_t frames) {
    std::vector<float> block(static_cast<size_t>(frames > 0 ? kBlockSamples * info.channels : 0));
    while (frames > 0) {
      const int64_t got = sndfile().readFrames(file, block.data(), std::min(frames, kBlockSamples));
      if (got <= 0) return false;
      frames -= got;
    }
    return true;
  }

  void close() {
    if (file != nullptr) sndfile().close(file);
    file = nullptr;
    bytes.reset();
  }

  std::unique_ptr<SoundBytes> bytes;
  VirtualFile callbacks = SoundBytes::callbacks();
  void* file = nullptr;
  SoundInfo info{};
  // The frame that the decoder returns next; -1 after a failure.
  int64_t next = 0;
};

// sndfileLoad(path): opens the library and returns its version.
napi_value load(Call& call) {
  const char* version = loadSndfile(call.string(0)).version();
  napi_value result;
  check(napi_create_string_utf8(call.env, version, NAPI_AUTO_LENGTH, &result));
  return result;
}

// sndfileSupports(format): true if the library was built with a format, as sndfile.h numbers it.
napi_value supports(Call& call) {
  const SoundInfo info{0, 48000, 1, static_cast<int>(call.integer(0)), 0, 0};
  napi_value result;
  check(napi_get_boolean(call.env, sndfile().formatCheck(&info) != 0, &result));
  return result;
}

// Opens the bytes and writes frames, rate, channels and format to `info`. Returns a handle.
napi_value open(Call& call, std::unique_ptr<SoundBytes> bytes, Span<double> info) {
  auto recording = std::make_unique<Recording>(std::move(bytes));
  recording->open();
  const SoundInfo& found = recording->info;
  const double values[] = {static_cast<double>(found.frames), static_cast<double>(found.sampleRateHz),
                           static_cast<double>(found.channels), static_cast<double>(found.format)};
  std::copy_n(values, std::min<size_t>(info.size, 4), info.data);
  napi_value handle;
  const auto free = [](napi_env, void* data, void*) { delete static_cast<Recording*>(data); };
  check(napi_create_external(call.env, recording.get(), free, nullptr, &handle));
  recording.release();
  return handle;
}

std::vector<uint8_t> copyOf(Span<uint8_t> bytes) { return {bytes.data, bytes.data + bytes.size}; }

// sndfileOpenFile(head, descriptor, offset, size, info): the recording is `head` and then `size` bytes of the file. The
// descriptor may be closed while the recording is open.
napi_value openFile(Call& call) {
  auto head = copyOf(call.array<uint8_t>(0));
  const int file = ::fcntl(static_cast<int>(call.integer(1)), F_DUPFD_CLOEXEC, 0);
  if (file < 0) throw AudioError("OPEN", std::strerror(errno));
  auto bytes = std::make_unique<SoundBytes>(std::move(head), file, call.integer(2), call.integer(3));
  return open(call, std::move(bytes), call.array<double>(4));
}

// sndfileOpenMemory(bytes, info): keeps a copy of the bytes, since JavaScript may take their memory away.
napi_value openMemory(Call& call) {
  return open(call, std::make_unique<SoundBytes>(copyOf(call.array<uint8_t>(0))), call.array<double>(1));
}

Recording& recordingOf(Call& call, size_t i) {
  void* data = nullptr;
  if (napi_get_value_external(call.env, call.values[i], &data) != napi_ok) call.refuse(i, "a recording");
  auto& recording = *static_cast<Recording*>(data);
  if (recording.file == nullptr) throw AudioError("CLOSED", "the recording is closed");
  return recording;
}

// sndfileRead(recording, first, count, outputs, samples, largest): reads frames into planar samples [outputs * count],
// the mean of the channels for 0 outputs. Writes the largest magnitude to `largest`, and returns the frames that were
// read: fewer where the file ends or is damaged.
napi_value read(Call& call) {
  const SndfileLibrary& library = sndfile();
  Recording& recording = recordingOf(call, 0);
  const int64_t first = call.integer(1);
  const int64_t count = call.integer(2);
  const int outputs = static_cast<int>(call.integer(3));
  const auto samples = call.array<float>(4);
  const auto largest = call.array<float>(5);
  if (count < 0 || outputs < 0 || static_cast<int64_t>(samples.size) != count * std::max(1, outputs))
    call.refuse(4, "room for the frames");
  const int channels = recording.info.channels;
  int64_t done = 0;
  uint32_t bits = 0;
  const bool isThere = recording.seek(first);
  recording.next = -1;
  if (isThere) {
    const int64_t blockFrames = std::max<int64_t>(1, kBlockSamples / channels);
    const bool isDirect = channels == 1 && outputs <= 1;
    std::vector<float> block(isDirect ? 0 : static_cast<size_t>(blockFrames * channels));
    while (done < count) {
      const int64_t wanted = std::min(blockFrames, count - done);
      float* frames = isDirect ? samples.data + done : block.data();
      const int64_t got = library.readFrames(recording.file, frames, wanted);
      if (got <= 0) break;
      if (largest.size > 0) bits = std::max(bits, largestBits(frames, got * channels));
      if (!isDirect) distribute(frames, got, channels, outputs, samples.data + done, count);
      done += got;
    }
    if (done == count) recording.next = first + count;
  }
  if (largest.size > 0) largest.data[0] = std::bit_cast<float>(bits);
  napi_value result;
  check(napi_create_int64(call.env, done, &result));
  return result;
}

// sndfileClose(recording): frees the decoder; does nothing if it is closed.
napi_value close(Call& call) {
  void* data = nullptr;
  if (napi_get_value_external(call.env, call.values[0], &data) != napi_ok) call.refuse(0, "a recording");
  static_cast<Recording*>(data)->close();
  return nullptr;
}

}  // namespace

void registerSndfile(napi_env env, napi_value exports) {
  define<load>(env, exports, "sndfileLoad");
  define<supports>(env, exports, "sndfileSupports");
  define<openFile>(env, exports, "sndfileOpenFile");
  define<openMemory>(env, exports, "sndfileOpenMemory");
  define<read>(env, exports, "sndfileRead");
  define<close>(env, exports, "sndfileClose");
}

}  // namespace woodshed::audio
