#include "ffmpeg_decoder.h"

#include <algorithm>
#include <cstring>

namespace woodshed::audio::ffmpeg {

namespace {

constexpr int kIoBytes = 1 << 16;
// AAC's decoder draws the noise of noise-filled bands from a generator that runs on from the start of decoding, so where
// decoding begins changes samples. It begins at fixed places alone, and the samples of a segment are always decoded from the
// segment's start: any crop equals the slice of the whole.
constexpr int kFirstSegmentSec = 30, kSegmentSec = 10;
// Before a segment's start, so that the decoder is in its state: windows of AAC overlap by a frame, SBR takes some more.
constexpr int kPrerollSec = 1;

int readBytes(void* opaque, uint8_t* buffer, int length) {
  const int64_t done = static_cast<SoundBytes*>(opaque)->read(buffer, length);
  return done > 0 ? static_cast<int>(done) : kErrorEof;
}

int64_t seekBytes(void* opaque, int64_t offset, int whence) {
  auto& bytes = *static_cast<SoundBytes*>(opaque);
  return whence & kSeekSize ? bytes.size() : bytes.seek(offset, whence & 3);
}

// FFmpeg's sample formats 0 to 4 are interleaved, 5 to 9 the same in planes, 10 and 11 64-bit integers.
struct SampleFormat {
  int kind;
  bool isPlanar;
};

SampleFormat formatOf(int format) {
  if (format >= 5 && format <= 9) return {format - 5, true};
  if (format == 11) return {10, true};
  return {format, false};
}

int bytesOf(int kind) {
  constexpr int kBytes[] = {1, 2, 4, 4, 8};
  return kind == 10 ? 8 : kBytes[kind];
}

float sampleAt(const uint8_t* at, int kind) {
  auto as = [at](auto value) {
    memcpy(&value, at, sizeof value);
    return value;
  };
  switch (kind) {
    case 0: return (static_cast<int>(*at) - 128) / 128.0f;
    case 1: return as(int16_t{}) / 32768.0f;
    case 2: return static_cast<float>(as(int32_t{}) / 2147483648.0);
    case 3: return as(float{});
    case 4: return static_cast<float>(as(double{}));
    default: return static_cast<float>(as(int64_t{}) / 9223372036854775808.0);
  }
}

}  // namespace

Decoder::Decoder(const Library& av, std::unique_ptr<SoundBytes> bytes, const std::string& demuxer)
    : av_(av), bytes_(std::move(bytes)), demuxer_(demuxer) {
  try {
    open();
    findLength();
  } catch (...) {
    close();
    throw;
  }
}

Decoder::~Decoder() { close(); }

void Decoder::open() {
  bytes_->seek(0, SEEK_SET);
  const InputFormat* input = av_.av_find_input_format(demuxer_.c_str());
  if (input == nullptr) throw DecodeError("has a container that this FFmpeg does not read (" + demuxer_ + ")");
  format_ = av_.avformat_alloc_context();
  auto* buffer = static_cast<uint8_t*>(av_.av_malloc(kIoBytes));
  io_ = av_.avio_alloc_context(buffer, kIoBytes, 0, bytes_.get(), readBytes, nullptr, seekBytes);
  format_->pb = io_;
  Dictionary* options = nullptr;
  // Files that this one refers to are not opened.
  av_.av_dict_set(&options, "protocol_whitelist", "none", 0);
  // Frees the context where it fails.
  int code = av_.avformat_open_input(&format_, nullptr, input, &options);
  av_.av_dict_free(&options);
  if (code < 0) fail("has a container that cannot be read", code);
  code = av_.avformat_find_stream_info(format_, nullptr);
  if (code < 0) fail("has streams that cannot be read", code);
  const int index = av_.av_find_best_stream(format_, kMediaAudio, -1, -1, &decoder_, 0);
  if (index < 0 || decoder_ == nullptr) throw DecodeError("has no audio track that FFmpeg can decode");
  stream_ = format_->streams[index];
  packet_ = av_.av_packet_alloc();
  frame_ = av_.av_frame_alloc();
  openCodec();
  frameStart_ = position_ = segment_ = 0;
}

// Opens a new decoder: flushing one leaves the state of its noise generator.
void Decoder::openCodec() {
  if (codec_ != nullptr) av_.avcodec_free_context(&codec_);
  codec_ = av_.avcodec_alloc_context3(decoder_);
  int code = av_.avcodec_parameters_to_context(codec_, stream_->codecpar);
  if (code >= 0) code = av_.avcodec_open2(codec_, decoder_, nullptr);
  if (code < 0) fail("has a codec that cannot be opened", code);
  isFramePending_ = isDraining_ = false;
}

void Decoder::close() {
  if (frame_ != nullptr) av_.av_frame_free(&frame_);
  if (packet_ != nullptr) av_.av_packet_free(&packet_);
  if (codec_ != nullptr) av_.avcodec_free_context(&codec_);
  if (format_ != nullptr) av_.avformat_close_input(&format_);
  if (io_ != nullptr) {
    // Its buffer, which libavformat may have replaced, is not freed with it.
    av_.av_freep(&io_->buffer);
    av_.avio_context_free(&io_);
  }
  stream_ = nullptr;
}

// Takes the length of a container whose packets follow each other at exact times, and decodes others to count.
void Decoder::findLength() {
  if (!nextFrame()) throw DecodeError("has no audio: no packet of it decodes");
  isFramePending_ = true;
  int64_t value = 0;
  if (av_.av_opt_get_int(codec_, "ar", 0, &value) < 0 || value < 1) throw DecodeError("states no sample rate");
  rate_ = static_cast<int>(value);
  ChannelLayout layout{};
  if (av_.av_opt_get_chlayout(codec_, "ch_layout", 0, &layout) < 0 || layout.nb_channels < 1)
    throw DecodeError("states no channels");
  numChannels_ = layout.nb_channels;
  av_.av_channel_layout_uninit(&layout);
  const Rational base = stream_->time_base;
  const int numEntries = av_.avformat_index_get_entries_count(stream_);
  isSeekable_ = base.num == 1 && base.den == rate_ && numEntries > 1 && stream_->duration > 0 && frame_->pts == 0;
  int64_t step = 0, before = 0;
  for (int i = 0; isSeekable_ && i < numEntries; i++) {
    const int64_t time = av_.avformat_index_get_entry(stream_, i)->timestamp;
    if (i == 1) step = time - before;
    if (i > 0 && (step <= 0 || time - before != step)) isSeekable_ = false;
    before = time;
  }
  if (isSeekable_) {
    numFrames_ = stream_->duration;
    return;
  }
  numFrames_ = position_;
  while (nextFrame()) numFrames_ = position_;
  close();
  open();
}

// First sample of the segment of a sample.
int64_t Decoder::segmentOf(int64_t sample) const {
  const int64_t firstLength = int64_t{kFirstSegmentSec} * rate_, length = int64_t{kSegmentSec} * rate_;
  return !isSeekable_ || sample < firstLength ? 0 : firstLength + (sample - firstLength) / length * length;
}

int64_t Decoder::segmentEnd() const {
  if (!isSeekable_) return INT64_MAX;
  return segment_ + int64_t{segment_ == 0 ? kFirstSegmentSec : kSegmentSec} * rate_;
}

// Moves to the segment of a sample, unless that sample is ahead in the current one.
void Decoder::moveTo(int64_t sample) {
  const int64_t segment = segmentOf(sample);
  const int64_t next = isFramePending_ ? frameStart_ : position_;
  if (segment == segment_ && next <= sample) return;
  if (segment == 0) {
    close();
    open();
    return;
  }
  const int code = av_.av_seek_frame(format_, stream_->index, segment - kPrerollSec * rate_, kSeekBackward);
  if (code < 0) fail("has no place to begin decoding at", code);
  openCodec();
  segment_ = segment;
  position_ = kNoTime;
}

// Decodes the next frame. Returns false at the end.
bool Decoder::nextFrame() {
  // A file that changed since may not open a second time.
  if (codec_ == nullptr || frame_ == nullptr) throw DecodeError("cannot be opened a second time");
  for (;;) {
    av_.av_frame_unref(frame_);
    int code = av_.avcodec_receive_frame(codec_, frame_);
    if (code >= 0) {
      if (frame_->nb_samples <= 0) continue;
      const bool hasTime = isSeekable_ && frame_->pts != kNoTime;
      frameStart_ = hasTime ? frame_->pts : position_;
      if (hasTime && position_ != kNoTime && frameStart_ != position_) failAt(position_);
      position_ = frameStart_ + frame_->nb_samples;
      return true;
    }
    if (code == kErrorEof) return false;
    if (code != kErrorAgain) fail("has a frame that does not decode", code);
    if (isDraining_) return false;
    code = av_.av_read_frame(format_, packet_);
    if (code == kErrorEof) {
      isDraining_ = true;
      av_.avcodec_send_packet(codec_, nullptr);
      continue;
    }
    if (code < 0) fail("has a packet that cannot be read", code);
    const bool isOwn = packet_->stream_index == stream_->index;
    const int sent = isOwn ? av_.avcodec_send_packet(codec_, packet_) : 0;
    av_.av_packet_unref(packet_);
    if (sent < 0 && sent != kErrorEof) fail("has a packet that does not decode", sent);
  }
}

void Decoder::read(int64_t first, int64_t count, float* out) {
  for (int64_t done = 0; done < count;) {
    moveTo(first + done);
    const int64_t end = std::min(first + count, segmentEnd());
    readSegment(first + done, end, out + done * numChannels_);
    done = end - first;
  }
}

// Decodes samples `first` to `end` of the current segment.
void Decoder::readSegment(int64_t first, int64_t end, float* out) {
  for (int64_t at = first; at < end;) {
    if (!isFramePending_ && !nextFrame())
      throw DecodeError("is truncated: it promises " + std::to_string(numFrames_) + " samples and has " + std::to_string(at));
    isFramePending_ = position_ > at;
    if (!isFramePending_) continue;
    if (frameStart_ > at) failAt(at);
    const int64_t taken = std::min(end, position_) - at;
    copy(at - frameStart_, taken, out + (at - first) * numChannels_);
    at += taken;
  }
}

// Copies samples of the decoded frame.
void Decoder::copy(int64_t from, int64_t count, float* out) const {
  const auto [kind, isPlanar] = formatOf(frame_->format);
  const int bytes = bytesOf(kind);
  for (int channel = 0; channel < numChannels_; channel++) {
    const uint8_t* plane = frame_->extended_data[isPlanar ? channel : 0];
    const int64_t stride = isPlanar ? bytes : int64_t{bytes} * numChannels_;
    const uint8_t* at = plane + from * stride + (isPlanar ? 0 : channel * bytes);
    if (kind == 3) {
      for (int64_t i = 0; i < count; i++) memcpy(out + i * numChannels_ + channel, at + i * stride, sizeof(float));
      continue;
    }
    for (int64_t i = 0; i < count; i++) out[i * numChannels_ + channel] = sampleAt(at + i * stride, kind);
  }
}

void Decoder::failAt(int64_t sample) const {
  throw DecodeError("lacks audio at " + std::to_string(double(sample) / rate_) + " s");
}

void Decoder::fail(const std::string& what, int code) const {
  char reason[128] = "";
  av_.av_strerror(code, reason, sizeof reason);
  throw DecodeError(what + " (" + reason + ")");
}

}  // namespace woodshed::audio::ffmpeg
