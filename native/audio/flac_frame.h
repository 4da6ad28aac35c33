// Decodes one frame of FLAC (RFC 9639). Anything unusual or damaged is refused, and left to libsndfile.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

namespace woodshed::audio::flac {

// From STREAMINFO.
struct Stream {
  int channels;
  int bits;
  // Samples of a frame of a stream of fixed blocks, and of the largest one.
  int64_t fixedBlock, maxBlock;
};

struct FrameHeader {
  // Samples of one channel.
  int64_t first;
  int count;
  // Assignment of the channels: 8 left and side, 9 side and right, 10 mid and side, others independent.
  int layout;
  // Bytes of the header with its checksum.
  int bytes;
};

// Readers load this many bytes behind the end of what they may use.
constexpr int kPaddingBytes = 16;

// Parses the header at `data`, of which `size` bytes are there. Returns false if there is none that fits the stream.
bool parseHeader(const uint8_t* data, int64_t size, const Stream& stream, FrameHeader& header);

// Samples of a frame, one channel behind the other in rows of maxBlock.
class Frame {
 public:
  explicit Frame(const Stream& stream)
      : stream_(stream), samples_(static_cast<size_t>(stream.channels * stream.maxBlock)) {}

  // Decodes the frame behind `header` and checks its checksum. Returns its bytes, or 0 if it is damaged or not complete.
  int64_t decode(const uint8_t* data, int64_t size, const FrameHeader& header);

  const int32_t* channel(int c) const { return samples_.data() + c * stream_.maxBlock; }

 private:
  int32_t* row(int c) { return samples_.data() + c * stream_.maxBlock; }

  Stream stream_;
  std::vector<int32_t> samples_;
};

}  // namespace woodshed::audio::flac
