// Reads stretches of Vorbis in Ogg with a decoder of our own, faster than libsndfile's; see vorbis_stream.h.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <memory>

#include "napi.h"
#include "parts.h"
#include "vorbis_stream.h"

namespace woodshed::audio {

namespace {

using vorbis::Stream;

[[noreturn]] void fail(const vorbis::DamagedPage& damage) {
  throw AudioError("DAMAGED", "has a page at byte " + std::to_string(damage.place) + " whose checksum is wrong");
}

// Opens the stream and writes rate and channels to `info`. Returns a handle, or undefined for a stream that is unusual.
napi_value open(Call& call, std::unique_ptr<ogg::Pages> pages, int64_t lastPage, int64_t end, Span<double> info) {
  auto stream = std::make_unique<Stream>(std::move(pages), lastPage, end);
  try {
    if (!stream->open()) return nullptr;
  } catch (const vorbis::DamagedPage& damage) {
    fail(damage);
  }
  const double values[] = {static_cast<double>(stream->setup().rate), static_cast<double>(stream->setup().channels)};
  std::copy_n(values, std::min<size_t>(info.size, 2), info.data);
  napi_value handle;
  const auto free = [](napi_env, void* data, void*) { delete static_cast<std::unique_ptr<Stream>*>(data); };
  auto holder = std::make_unique<std::unique_ptr<Stream>>(std::move(stream));
  check(napi_create_external(call.env, holder.get(), free, nullptr, &handle));
  holder.release();
  return handle;
}

// vorbisOpenFile(descriptor, offset, size, serial, lastPage, end, info): the descriptor may be closed while the stream is open.
napi_value openFile(Call& call) {
  const int64_t offset = call.integer(1), size = call.integer(2);
  const auto serial = static_cast<uint32_t>(call.integer(3));
  const int64_t lastPage = call.integer(4), end = call.integer(5);
  const auto info = call.array<double>(6);
  const int file = ::fcntl(static_cast<int>(call.integer(0)), F_DUPFD_CLOEXEC, 0);
  if (file < 0) throw AudioError("OPEN", std::strerror(errno));
  return open(call, std::make_unique<ogg::Pages>(file, offset, size, serial), lastPage, end, info);
}

// vorbisOpenMemory(bytes, serial, lastPage, end, info): keeps a copy of the bytes, since JavaScript may take their memory away.
napi_value openMemory(Call& call) {
  const auto bytes = call.array<uint8_t>(0);
  auto pages = std::make_unique<ogg::Pages>(bytes.data, static_cast<int64_t>(bytes.size), static_cast<uint32_t>(call.integer(1)));
  return open(call, std::move(pages), call.integer(2), call.integer(3), call.array<double>(4));
}

std::unique_ptr<Stream>& streamOf(Call& call) {
  void* data = nullptr;
  if (call.count < 1 || napi_get_value_external(call.env, call.values[0], &data) != napi_ok) call.refuse(0, "a stream");
  return *static_cast<std::unique_ptr<Stream>*>(data);
}

// vorbisRead(stream, first, count, outputs, samples, largest): reads frames into planar samples [outputs * count], the mean of the
// channels for 0 outputs. Writes the largest magnitude to `largest`, and returns the frames that were read.
napi_value read(Call& call) {
  auto& stream = streamOf(call);
  if (stream == nullptr) throw AudioError("CLOSED", "the recording is closed");
  const int64_t first = call.integer(1), count = call.integer(2);
  const int outputs = static_cast<int>(call.integer(3));
  const auto samples = call.array<float>(4);
  const auto largest = call.array<float>(5);
  if (first < 0 || count < 0 || outputs < 0 || static_cast<int64_t>(samples.size) != count * std::max(1, outputs))
    call.refuse(4, "room for the frames");
  uint32_t bits = 0;
  int64_t done = 0;
  try {
    done = stream->read(first, count, outputs, samples.data, bits);
  } catch (const vorbis::DamagedPage& damage) {
    fail(damage);
  }
  if (largest.size > 0) largest.data[0] = std::bit_cast<float>(bits);
  napi_value result;
  check(napi_create_int64(call.env, done, &result));
  return result;
}

// vorbisClose(stream): frees the decoder; does nothing if it is closed.
napi_value close(Call& call) {
  streamOf(call).reset();
  return nullptr;
}

}  // namespace

void registerVorbis(napi_env env, napi_value exports) {
  define<openFile>(env, exports, "vorbisOpenFile");
  define<openMemory>(env, exports, "vorbisOpenMemory");
  define<read>(env, exports, "vorbisRead");
  define<close>(env, exports, "vorbisClose");
}

}  // namespace woodshed::audio
