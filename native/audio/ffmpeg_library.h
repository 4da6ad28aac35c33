// The functions and structs of FFmpeg 8 that are used, without its headers: a wheel of PyAV brings the libraries alone.
// Structs are declared up to the last member that is read, as libavformat 62, libavcodec 62 and libavutil 60 have them;
// other major versions are refused.
#pragma once

#include <cstdint>
#include <string>

namespace woodshed::audio::ffmpeg {

constexpr int kMediaAudio = 1;
constexpr int kSeekBackward = 1;
constexpr int kSeekSize = 0x10000;
constexpr int kErrorAgain = -11;
constexpr int kErrorEof = -0x20464f45;  // -('E' | 'O' << 8 | 'F' << 16 | ' ' << 24)
constexpr int kLogQuiet = -8;
constexpr int64_t kNoTime = INT64_MIN;
constexpr int kFrameCorrupt = 1;

struct Rational {
  int num, den;
};

struct InputFormat;
struct Codec;
struct CodecParameters;
struct CodecContext;
struct Dictionary;

struct IoContext {
  const void* av_class;
  uint8_t* buffer;
};

struct Stream {
  const void* av_class;
  int index, id;
  CodecParameters* codecpar;
  void* priv_data;
  Rational time_base;
  int64_t start_time, duration, nb_frames;
};

struct FormatContext {
  const void* av_class;
  const InputFormat* iformat;
  const void* oformat;
  void* priv_data;
  IoContext* pb;
  int ctx_flags;
  unsigned nb_streams;
  Stream** streams;
};

struct Packet {
  void* buf;
  int64_t pts, dts;
  uint8_t* data;
  int size, stream_index;
};

struct Frame {
  uint8_t* data[8];
  int linesize[8];
  uint8_t** extended_data;
  int width, height, nb_samples, format, pict_type;
  Rational sample_aspect_ratio;
  int64_t pts, pkt_dts;
  Rational time_base;
};

struct ChannelLayout {
  int order, nb_channels;
  uint64_t mask;
  void* opaque;
};

struct IndexEntry {
  int64_t pos, timestamp;
  int flags_and_size, min_distance;
};

// Every function by its own name; a missing one makes loading fail.
#define WOODSHED_FFMPEG_FUNCTIONS(X)                                                                              \
  X(util, unsigned, avutil_version, ())                                                                           \
  X(util, const char*, av_version_info, ())                                                                       \
  X(util, void, av_log_set_level, (int))                                                                          \
  X(util, int, av_strerror, (int, char*, size_t))                                                                 \
  X(util, void*, av_malloc, (size_t))                                                                             \
  X(util, void, av_freep, (void*))                                                                                \
  X(util, int, av_dict_set, (Dictionary**, const char*, const char*, int))                                        \
  X(util, void, av_dict_free, (Dictionary**))                                                                     \
  X(util, Frame*, av_frame_alloc, ())                                                                             \
  X(util, void, av_frame_free, (Frame**))                                                                         \
  X(util, void, av_frame_unref, (Frame*))                                                                         \
  X(util, int, av_opt_get_int, (void*, const char*, int, int64_t*))                                               \
  X(util, int, av_opt_get_chlayout, (void*, const char*, int, ChannelLayout*))                                    \
  X(util, void, av_channel_layout_uninit, (ChannelLayout*))                                                       \
  X(codec, unsigned, avcodec_version, ())                                                                         \
  X(codec, CodecContext*, avcodec_alloc_context3, (const Codec*))                                                 \
  X(codec, void, avcodec_free_context, (CodecContext**))                                                          \
  X(codec, int, avcodec_parameters_to_context, (CodecContext*, const CodecParameters*))                           \
  X(codec, int, avcodec_open2, (CodecContext*, const Codec*, Dictionary**))                                       \
  X(codec, int, avcodec_send_packet, (CodecContext*, const Packet*))                                              \
  X(codec, int, avcodec_receive_frame, (CodecContext*, Frame*))                                                   \
  X(codec, Packet*, av_packet_alloc, ())                                                                          \
  X(codec, void, av_packet_free, (Packet**))                                                                      \
  X(codec, void, av_packet_unref, (Packet*))                                                                      \
  X(format, unsigned, avformat_version, ())                                                                       \
  X(format, const InputFormat*, av_find_input_format, (const char*))                                              \
  X(format, FormatContext*, avformat_alloc_context, ())                                                           \
  X(format, int, avformat_open_input, (FormatContext**, const char*, const InputFormat*, Dictionary**))           \
  X(format, void, avformat_close_input, (FormatContext**))                                                        \
  X(format, int, avformat_find_stream_info, (FormatContext*, Dictionary**))                                       \
  X(format, int, av_find_best_stream, (FormatContext*, int, int, int, const Codec**, int))                        \
  X(format, int, av_read_frame, (FormatContext*, Packet*))                                                        \
  X(format, int, av_seek_frame, (FormatContext*, int, int64_t, int))                                              \
  X(format, int, avformat_index_get_entries_count, (const Stream*))                                               \
  X(format, const IndexEntry*, avformat_index_get_entry, (Stream*, int))                                          \
  X(format, IoContext*, avio_alloc_context,                                                                       \
    (uint8_t*, int, int, void*, int (*)(void*, uint8_t*, int), int (*)(void*, const uint8_t*, int),               \
     int64_t (*)(void*, int64_t, int)))                                                                           \
  X(format, void, avio_context_free, (IoContext**))

struct Library {
#define WOODSHED_DECLARE(library, result, name, parameters) result(*name) parameters;
  WOODSHED_FFMPEG_FUNCTIONS(WOODSHED_DECLARE)
#undef WOODSHED_DECLARE
  std::string version;
};

// Loads the three libraries once in the process. Returns null, with the reason in `error`, if that fails.
const Library* load(const std::string& util, const std::string& codec, const std::string& format, std::string& error);

// The loaded library; null before `load`.
const Library* loaded();

}  // namespace woodshed::audio::ffmpeg
