// Reads stretches of FLAC: finds the frame by its place in the file, decodes and mixes frame by frame.
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "flac_frame.h"
#include "napi.h"
#include "parts.h"

namespace woodshed::audio {

namespace {

using flac::Frame;
using flac::FrameHeader;
using flac::Stream;

// Where the encoded bytes are: in memory, or in a file.
struct Bytes {
  const uint8_t* memory;
  int file;
  int64_t offset;

  int64_t read(uint8_t* to, int64_t count, int64_t place) const {
    if (memory != nullptr) {
      std::memcpy(to, memory + place, static_cast<size_t>(count));
      return count;
    }
    int64_t done = 0;
    while (done < count) {
      const ssize_t got = ::pread(file, to + done, static_cast<size_t>(count - done), offset + place + done);
      if (got <= 0) break;
      done += got;
    }
    return done;
  }
};

// The stretch of the file that is decoded.
class Window {
 public:
  Window(const Bytes& bytes, int64_t end, int64_t size)
      : bytes_(bytes), end_(end), capacity_(size), buffer_(new uint8_t[static_cast<size_t>(size + flac::kPaddingBytes)]) {}

  // Returns the bytes from `place` on, `wanted` or more of them if the file has them; valid until the next call.
  const uint8_t* at(int64_t place, int64_t wanted, int64_t& available) {
    const bool isHeld = place >= first_ && place <= first_ + held_;
    if (!isHeld || (place + wanted > first_ + held_ && first_ + held_ < end_)) {
      const int64_t kept = isHeld ? first_ + held_ - place : 0;
      if (kept > 0) std::memmove(buffer_.get(), buffer_.get() + (place - first_), static_cast<size_t>(kept));
      const int64_t rest = std::min(capacity_, end_ - place) - kept;
      first_ = place;
      held_ = kept + (rest > 0 ? bytes_.read(buffer_.get() + kept, rest, place + kept) : 0);
      std::memset(buffer_.get() + held_, 0, flac::kPaddingBytes);
    }
    available = first_ + held_ - place;
    return buffer_.get() + (place - first_);
  }

 private:
  Bytes bytes_;
  int64_t end_, capacity_;
  std::unique_ptr<uint8_t[]> buffer_;
  int64_t first_ = 0, held_ = 0;
};

// From JavaScript: start and end of the frames in the file, channels, bits, smallest and largest block, samples of one channel.
struct Layout {
  explicit Layout(Call& call, size_t i) {
    const auto values = call.array<double>(i);
    if (values.size != 7) call.refuse(i, "seven numbers");
    const auto whole = [&](int k) { return static_cast<int64_t>(values.data[k]); };
    start = whole(0), end = whole(1), numSamples = whole(6);
    stream = {static_cast<int>(whole(2)), static_cast<int>(whole(3)), whole(4), whole(5)};
    const bool isValid = start >= 0 && end >= start && stream.channels >= 1 && stream.channels <= 8 && stream.bits >= 4 &&
                         stream.bits <= 24 && stream.maxBlock >= 1 && stream.maxBlock <= 65536 && numSamples > 0;
    if (!isValid) call.refuse(i, "a stream of FLAC");
  }
  int64_t start, end, numSamples;
  Stream stream;
};

constexpr int64_t kReadBytes = 1 << 16;

class Decoder {
 public:
  // Reads `count` samples: no more of a large file is read at once than these are likely to need.
  Decoder(const Bytes& bytes, const Layout& layout, int64_t count)
      : layout_(layout),
        // A frame that is larger than its samples is refused.
        mostBytes_(layout.stream.maxBlock * layout.stream.channels * (layout.stream.bits + 1) / 8 + 256),
        window_(bytes, layout.end, std::max(std::min(kReadBytes, bytesOf(layout, count)), 2 * mostBytes_)),
        frame_(layout.stream) {}

  // Writes frames `first` on to planar channels [outputs, count]. Returns how many could be read.
  int64_t read(int64_t first, int64_t count, int outputs, float* to) {
    if (count == 0 || !find(first)) return 0;
    int64_t done = 0;
    for (;;) {
      const int64_t from = first + done - header_.first;
      const int64_t taken = std::min(header_.count - from, count - done);
      write(static_cast<int>(from), static_cast<int>(taken), outputs, to + done, count);
      done += taken;
      if (done == count || !advance()) return done;
    }
  }

 private:
  // Bytes of an average stretch with the blocks before and behind it.
  static int64_t bytesOf(const Layout& layout, int64_t count) {
    const double bytesPerSample = static_cast<double>(layout.end - layout.start) / static_cast<double>(layout.numSamples);
    return static_cast<int64_t>(bytesPerSample * static_cast<double>(count + 3 * layout.stream.maxBlock));
  }

  // Decodes the frame at a place of the file.
  bool load(int64_t place) {
    int64_t available;
    const uint8_t* data = window_.at(place, mostBytes_, available);
    FrameHeader header;
    if (!flac::parseHeader(data, available, layout_.stream, header)) return false;
    const int64_t bytes = frame_.decode(data, available, header);
    if (bytes == 0) return false;
    header_ = header;
    next_ = place + bytes;
    return true;
  }

  int64_t endSample() const { return header_.first + header_.count; }

  bool advance() {
    const int64_t expected = endSample();
    return load(next_) && header_.first == expected;
  }

  // Decodes the first frame from `place` on.
  bool loadAfter(int64_t place, int64_t endPlace) {
    int64_t available;
    window_.at(place, 2 * mostBytes_, available);
    const int64_t end = std::min(endPlace, place + std::min(available, mostBytes_));
    for (int64_t at = place; at < end; at++) {
      const uint8_t* data = window_.at(at, 0, available);
      const auto* sync = static_cast<const uint8_t*>(std::memchr(data, 0xff, static_cast<size_t>(std::min(available, end - at))));
      if (sync == nullptr) return false;
      at += sync - data;
      // Audio may look like a header, but not have the checksum of a frame.
      if (load(at)) return true;
    }
    return false;
  }

  // Decodes the frame that holds a sample: guesses its place between two known ones, as if all samples took as many bytes.
  bool find(int64_t sample) {
    int64_t low = layout_.start, lowSample = 0, high = layout_.end, highSample = layout_.numSamples;
    const int64_t near = 2 * layout_.stream.maxBlock;
    for (int64_t margin = layout_.stream.maxBlock; sample - lowSample > near && highSample > lowSample; margin *= 2) {
      const double bytesPerSample = static_cast<double>(high - low) / static_cast<double>(highSample - lowSample);
      const auto guess = low + static_cast<int64_t>(bytesPerSample * static_cast<double>(sample - lowSample - margin));
      if (guess <= low || !loadAfter(guess, high)) break;
      if (header_.first > sample) {
        high = guess;
        highSample = header_.first;
        continue;
      }
      if (sample < endSample()) return true;
      if (header_.first < lowSample) return false;
      low = next_;
      lowSample = endSample();
      margin = layout_.stream.maxBlock / 2;
    }
    if (!load(low) || header_.first != lowSample) return false;
    while (endSample() <= sample)
      if (!advance()) return false;
    return true;
  }

  void write(int from, int count, int outputs, float* to, int64_t stride) const {
    const int channels = layout_.stream.channels;
    const auto scale = static_cast<float>(1.0 / static_cast<double>(int64_t{1} << (layout_.stream.bits - 1)));
    if (outputs == 0 && channels == 2) {
      // Rounding the sum rounds the mean, which is the sum divided by a power of two.
      const int32_t *a = frame_.channel(0) + from, *b = frame_.channel(1) + from;
      for (int i = 0; i < count; i++) to[i] = static_cast<float>(a[i] + b[i]) * (scale / 2);
    } else if (outputs == 0 && channels > 2) {
      for (int i = 0; i < count; i++) {
        double sum = 0;
        for (int c = 0; c < channels; c++) sum += frame_.channel(c)[from + i];
        to[i] = static_cast<float>(sum * static_cast<double>(scale) / channels);
      }
    } else {
      for (int output = 0; output < std::max(1, outputs); output++) {
        const int32_t* samples = frame_.channel(std::min(output, channels - 1)) + from;
        for (int i = 0; i < count; i++) to[output * stride + i] = static_cast<float>(samples[i]) * scale;
      }
    }
  }

  Layout layout_;
  int64_t mostBytes_;
  Window window_;
  Frame frame_;
  FrameHeader header_{};
  // Place behind the frame.
  int64_t next_ = 0;
};

napi_value readFrom(Call& call, const Bytes& bytes, const Layout& layout, size_t at) {
  const int64_t first = call.integer(at), count = call.integer(at + 1);
  const int outputs = static_cast<int>(call.integer(at + 2));
  const auto samples = call.array<float>(at + 3);
  if (first < 0 || count < 0 || outputs < 0 || static_cast<int64_t>(samples.size) != count * std::max(1, outputs))
    call.refuse(at + 3, "room for the frames");
  napi_value result;
  check(napi_create_int64(call.env, Decoder(bytes, layout, count).read(first, count, outputs, samples.data), &result));
  return result;
}

// flacReadFile(descriptor, offset, layout, first, count, outputs, samples): reads frames into planar samples [outputs * count], the
// mean of the channels for 0 outputs. Returns how many were read: fewer where a frame is damaged or unusual.
napi_value readFile(Call& call) {
  return readFrom(call, {nullptr, static_cast<int>(call.integer(0)), call.integer(1)}, Layout(call, 2), 3);
}

// flacReadMemory(bytes, layout, first, count, outputs, samples): the same from memory.
napi_value readMemory(Call& call) {
  const auto bytes = call.array<uint8_t>(0);
  const Layout layout(call, 1);
  if (layout.end > static_cast<int64_t>(bytes.size)) call.refuse(1, "a stream that ends in the bytes");
  return readFrom(call, {bytes.data, -1, 0}, layout, 2);
}

}  // namespace

void registerFlac(napi_env env, napi_value exports) {
  define<readFile>(env, exports, "flacReadFile");
  define<readMemory>(env, exports, "flacReadMemory");
}

}  // namespace woodshed::audio
