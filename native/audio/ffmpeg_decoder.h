// The first audio stream of a container that FFmpeg reads, by stretches of samples.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include "ffmpeg_library.h"
#include "sound_bytes.h"

namespace woodshed::audio::ffmpeg {

// A container that is cut off or damaged, or has no audio.
struct DecodeError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Decoder {
 public:
  // `demuxer` is FFmpeg's name of the container: contents are not guessed, so that a playlist cannot open other files.
  Decoder(const Library& av, std::unique_ptr<SoundBytes> bytes, const std::string& demuxer);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  int sampleRateHz() const { return rate_; }
  int numChannels() const { return numChannels_; }
  // Samples of a channel.
  int64_t numFrames() const { return numFrames_; }

  // Decodes samples `first` to `first + count` into `out` [count, numChannels], interleaved.
  void read(int64_t first, int64_t count, float* out);

 private:
  void open();
  void openCodec();
  void close();
  void findLength();
  int64_t segmentOf(int64_t sample) const;
  int64_t segmentEnd() const;
  void moveTo(int64_t sample);
  bool nextFrame();
  void readSegment(int64_t first, int64_t end, float* out);
  void copy(int64_t from, int64_t count, float* out) const;
  [[noreturn]] void failAt(int64_t sample) const;
  [[noreturn]] void fail(const std::string& what, int code) const;

  const Library& av_;
  std::unique_ptr<SoundBytes> bytes_;
  std::string demuxer_;
  FormatContext* format_ = nullptr;
  IoContext* io_ = nullptr;
  const Codec* decoder_ = nullptr;
  CodecContext* codec_ = nullptr;
  Packet* packet_ = nullptr;
  Frame* frame_ = nullptr;
  Stream* stream_ = nullptr;
  int rate_ = 0, numChannels_ = 0;
  int64_t numFrames_ = 0;
  // True if each packet's time in samples is exact, so that decoding may begin in the middle.
  bool isSeekable_ = false;
  // First sample of the segment that is being decoded.
  int64_t segment_ = 0;
  // Place of the decoded frame in samples, and of the one after it.
  int64_t frameStart_ = 0, position_ = 0;
  bool isFramePending_ = false, isDraining_ = false;
};

}  // namespace woodshed::audio::ffmpeg
