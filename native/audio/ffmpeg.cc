// Containers that FFmpeg reads: functions for src/audio/containers/ffmpeg.ts.

#include "ffmpeg_decoder.h"
#include "napi.h"
#include "parts.h"

namespace woodshed::audio {

namespace {

napi_value loadFfmpeg(Call& call) {
  std::string error;
  const ffmpeg::Library* library = ffmpeg::load(call.string(0), call.string(1), call.string(2), error);
  if (library == nullptr) throw AudioError("FFMPEG", error);
  napi_value version;
  check(napi_create_string_utf8(call.env, library->version.c_str(), NAPI_AUTO_LENGTH, &version));
  return version;
}

napi_value wrap(napi_env env, ffmpeg::Bytes bytes, const std::string& demuxer) {
  const ffmpeg::Library* library = ffmpeg::loaded();
  if (library == nullptr) throw AudioError("FFMPEG", "is not loaded");
  ffmpeg::Decoder* decoder = nullptr;
  try {
    decoder = new ffmpeg::Decoder(*library, bytes, demuxer);
  } catch (const ffmpeg::DecodeError& error) {
    throw AudioError("DECODE", error.what());
  }
  auto** holder = new ffmpeg::Decoder*(decoder);
  const auto finalize = [](napi_env, void* data, void*) {
    auto** holder = static_cast<ffmpeg::Decoder**>(data);
    delete *holder;
    delete holder;
  };
  napi_value handle;
  const napi_status status = napi_create_external(env, holder, finalize, nullptr, &handle);
  if (status != napi_ok) finalize(env, holder, nullptr);
  check(status);
  return handle;
}

ffmpeg::Decoder** holderOf(Call& call) {
  void* data = nullptr;
  if (call.count < 1 || napi_get_value_external(call.env, call.values[0], &data) != napi_ok) call.refuse(0, "an open decoder");
  return static_cast<ffmpeg::Decoder**>(data);
}

ffmpeg::Decoder& decoderOf(Call& call) {
  ffmpeg::Decoder* decoder = *holderOf(call);
  if (decoder == nullptr) throw AudioError("CLOSED", "the decoder is closed");
  return *decoder;
}

// (file descriptor, offset, size, demuxer)
napi_value openFfmpegFile(Call& call) {
  return wrap(call.env, {static_cast<int>(call.integer(0)), nullptr, call.integer(1), call.integer(2)}, call.string(3));
}

// (bytes, which the caller keeps while the decoder is open, demuxer)
napi_value openFfmpegMemory(Call& call) {
  const auto bytes = call.array<uint8_t>(0);
  return wrap(call.env, {-1, bytes.data, 0, static_cast<int64_t>(bytes.size)}, call.string(1));
}

// (decoder, Float64Array of sample rate, channels and samples of a channel)
napi_value describeFfmpeg(Call& call) {
  const ffmpeg::Decoder& decoder = decoderOf(call);
  const auto out = call.array<double>(1);
  if (out.size < 3) call.refuse(1, "3 numbers");
  out.data[0] = decoder.sampleRateHz();
  out.data[1] = decoder.numChannels();
  out.data[2] = static_cast<double>(decoder.numFrames());
  return nullptr;
}

// (decoder, first, count, Float32Array [count, channels])
napi_value readFfmpeg(Call& call) {
  ffmpeg::Decoder& decoder = decoderOf(call);
  const int64_t first = call.integer(1), count = call.integer(2);
  const auto out = call.array<float>(3);
  if (first < 0 || count < 0 || out.size < static_cast<size_t>(count) * decoder.numChannels())
    call.refuse(3, "memory for all samples");
  try {
    decoder.read(first, count, out.data);
  } catch (const ffmpeg::DecodeError& error) {
    throw AudioError("DECODE", error.what());
  }
  return nullptr;
}

napi_value closeFfmpeg(Call& call) {
  ffmpeg::Decoder** holder = holderOf(call);
  delete *holder;
  *holder = nullptr;
  return nullptr;
}

}  // namespace

void registerFfmpeg(napi_env env, napi_value exports) {
  define<loadFfmpeg>(env, exports, "loadFfmpeg");
  define<openFfmpegFile>(env, exports, "openFfmpegFile");
  define<openFfmpegMemory>(env, exports, "openFfmpegMemory");
  define<describeFfmpeg>(env, exports, "describeFfmpeg");
  define<readFfmpeg>(env, exports, "readFfmpeg");
  define<closeFfmpeg>(env, exports, "closeFfmpeg");
}

}  // namespace woodshed::audio
