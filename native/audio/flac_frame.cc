// Decoding of FLAC's frames: bits, residuals in Rice codes, predictors, channels (RFC 9639, section 9).
#include "flac_frame.h"

#include <algorithm>
#include <array>
#include <type_traits>

namespace woodshed::audio::flac {

namespace {

struct Tables {
  std::array<uint8_t, 256> crc8{};
  // Eight tables, by which eight bytes are taken at once.
  std::array<std::array<uint16_t, 256>, 8> crc16{};
  constexpr Tables() {
    for (int i = 0; i < 256; i++) {
      uint32_t short_ = static_cast<uint32_t>(i), long_ = static_cast<uint32_t>(i) << 8;
      for (int bit = 0; bit < 8; bit++) {
        short_ = (short_ & 0x80) != 0 ? (short_ << 1 ^ 0x07) & 0xff : short_ << 1;
        long_ = (long_ & 0x8000) != 0 ? (long_ << 1 ^ 0x8005) & 0xffff : long_ << 1;
      }
      crc8[i] = static_cast<uint8_t>(short_);
      crc16[0][i] = static_cast<uint16_t>(long_);
    }
    for (int i = 0; i < 256; i++)
      for (int k = 1; k < 8; k++)
        crc16[k][i] = static_cast<uint16_t>(crc16[k - 1][i] << 8 ^ crc16[0][crc16[k - 1][i] >> 8]);
  }
};
constexpr Tables kTables;

uint16_t crc16Of(const uint8_t* data, int64_t size) {
  const auto& t = kTables.crc16;
  uint32_t crc = 0;
  int64_t i = 0;
  for (; i + 8 <= size; i += 8) {
    const uint8_t* p = data + i;
    crc = t[7][p[0] ^ crc >> 8] ^ t[6][p[1] ^ (crc & 0xff)] ^ t[5][p[2]] ^ t[4][p[3]] ^ t[3][p[4]] ^ t[2][p[5]] ^
          t[1][p[6]] ^ t[0][p[7]];
  }
  for (; i < size; i++) crc = (crc << 8 & 0xffff) ^ t[0][crc >> 8 ^ data[i]];
  return static_cast<uint16_t>(crc);
}

// Bits, the most significant first. Reading beyond the end returns bits of the padding; `isOver` tells it.
class Bits {
 public:
  Bits(const uint8_t* data, int64_t size) : data_(data), end_(8 * size) {}

  bool isOver() const { return place_ > end_; }
  int64_t place() const { return place_; }

  static constexpr int kPeekBits = 57;
  // This many bits or more from here on, in the upper ones.
  uint64_t peek() const {
    uint64_t word;
    std::memcpy(&word, data_ + (std::min(place_, end_) >> 3), sizeof word);
    return __builtin_bswap64(word) << (place_ & 7);
  }

  // Up to 32 bits.
  uint32_t get(int count) {
    const auto value = static_cast<uint32_t>(peek() >> 1 >> (63 - count));
    place_ += count;
    return value;
  }

  int32_t getSigned(int count) {
    if (count == 0) return 0;
    return static_cast<int32_t>(get(count) << (32 - count)) >> (32 - count);
  }

  // Zeros before a one, which is taken too.
  uint32_t unary() {
    uint32_t zeros = 0;
    for (;;) {
      const uint64_t word = peek() >> 8;
      if (word != 0) {
        const int more = std::countl_zero(word) - 8;
        place_ += more + 1;
        return zeros + static_cast<uint32_t>(more);
      }
      place_ += 56;
      zeros += 56;
      if (place_ > end_) return zeros;
    }
  }

  // Calls `take` with the place and the value of each of `count` numbers in Rice code. Returns false beyond the end.
  template <typename Take>
  bool rice(int parameter, int count, const Take& take) {
    for (int i = 0; i < count;) {
      if (place_ > end_) return false;
      // One load serves several numbers, as many as are whole in it.
      uint64_t word = peek();
      int left = kPeekBits;
      for (; i < count; i++) {
        const int zeros = std::countl_zero(word | 1);
        const int length = zeros + 1 + parameter;
        if (length > left) break;
        // The one behind the zeros is taken with the lower bits.
        const uint32_t folded = (static_cast<uint32_t>(zeros - 1) << parameter) + static_cast<uint32_t>(word >> (64 - length));
        take(i, unfolded(folded));
        word <<= length;
        left -= length;
      }
      place_ += kPeekBits - left;
      if (left < kPeekBits) continue;
      const uint32_t high = unary();
      take(i++, unfolded(high << parameter | get(parameter)));
    }
    return place_ <= end_;
  }

 private:
  // Even numbers are positive ones, odd numbers negative ones.
  static int32_t unfolded(uint32_t folded) { return static_cast<int32_t>(folded >> 1 ^ (0 - (folded & 1))); }

  const uint8_t* data_;
  int64_t end_;
  int64_t place_ = 0;
};

// Adds a prediction to a residual. Sums wrap around in damaged frames alone, whose checksums are wrong.
template <typename Sum, int Order>
struct Predictor {
  const int32_t* coefficients;
  int order;
  int shift;

  int32_t add(const int32_t* sample, int32_t residual) const {
    const int n = Order >= 0 ? Order : order;
    // The sample before comes last: all other products are known before it is.
    Sum sum = 0;
    for (int k = n - 1; k >= 0; k--) sum += static_cast<Sum>(coefficients[k]) * static_cast<Sum>(sample[-1 - k]);
    const auto prediction = static_cast<uint32_t>(static_cast<std::make_signed_t<Sum>>(sum) >> shift);
    return static_cast<int32_t>(static_cast<uint32_t>(residual) + prediction);
  }
};

template <typename P>
bool readSamples(Bits& bits, int order, int blockSize, int32_t* samples, P predictor) {
  const uint32_t method = bits.get(2);
  if (method > 1) return false;
  const int parameterBits = method == 0 ? 4 : 5;
  const uint32_t escape = (1u << parameterBits) - 1;
  const int partitionOrder = static_cast<int>(bits.get(4));
  const int partition = blockSize >> partitionOrder;
  if (partition << partitionOrder != blockSize || partition < order || partition == 0) return false;
  for (int start = 0; start < blockSize; start += partition) {
    int32_t* const from = samples + (start == 0 ? order : start);
    const int count = static_cast<int>(samples + start + partition - from);
    // Predicted at once: the CPU decodes the next number meanwhile.
    const auto take = [&](int i, int32_t residual) { from[i] = predictor.add(from + i, residual); };
    const uint32_t parameter = bits.get(parameterBits);
    if (parameter == escape) {
      const int width = static_cast<int>(bits.get(5));
      for (int i = 0; i < count; i++) take(i, bits.getSigned(width));
      if (bits.isOver()) return false;
    } else if (!bits.rice(static_cast<int>(parameter), count, take)) {
      return false;
    }
  }
  return true;
}

template <typename Sum>
bool readSamplesBy(Bits& bits, int order, int blockSize, int32_t* samples, const int32_t* coefficients, int shift) {
  switch (order) {
#define CASE(N) \
  case N:       \
    return readSamples(bits, order, blockSize, samples, Predictor<Sum, N>{coefficients, order, shift});
    CASE(0) CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
#undef CASE
    default:
      return readSamples(bits, order, blockSize, samples, Predictor<Sum, -1>{coefficients, order, shift});
  }
}

constexpr int32_t kFixed[5][4] = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

bool readPredicted(Bits& bits, int type, int width, int blockSize, int32_t* samples) {
  const bool isFixed = type < 32;
  const int order = isFixed ? type - 8 : type - 31;
  if (order > blockSize) return false;
  for (int i = 0; i < order; i++) samples[i] = bits.getSigned(width);
  int32_t coefficients[32];
  int shift = 0, precision = 4;
  if (isFixed) {
    std::copy_n(kFixed[order], 4, coefficients);
  } else {
    precision = static_cast<int>(bits.get(4)) + 1;
    shift = bits.getSigned(5);
    if (precision == 16 || shift < 0) return false;
    for (int k = 0; k < order; k++) coefficients[k] = bits.getSigned(precision);
  }
  if (bits.isOver()) return false;
  // The bits that a sum of products needs.
  const bool isNarrow = width + precision + std::bit_width(static_cast<unsigned>(order)) <= 32;
  return isNarrow ? readSamplesBy<uint32_t>(bits, order, blockSize, samples, coefficients, shift)
                  : readSamplesBy<uint64_t>(bits, order, blockSize, samples, coefficients, shift);
}

bool readSubframe(Bits& bits, int width, int blockSize, int32_t* samples) {
  const uint32_t head = bits.get(8);
  if ((head & 0x80) != 0) return false;
  const int type = static_cast<int>(head >> 1 & 63);
  const int wasted = (head & 1) != 0 ? static_cast<int>(bits.unary()) + 1 : 0;
  width -= wasted;
  if (width < 1) return false;
  if (type == 0) {
    std::fill_n(samples, blockSize, bits.getSigned(width));
  } else if (type == 1) {
    for (int i = 0; i < blockSize; i++) {
      samples[i] = bits.getSigned(width);
      if (bits.isOver()) return false;
    }
  } else if ((type < 8 || type > 12) && type < 32) {
    return false;
  } else if (!readPredicted(bits, type, width, blockSize, samples)) {
    return false;
  }
  if (wasted > 0)
    for (int i = 0; i < blockSize; i++) samples[i] = static_cast<int32_t>(static_cast<uint32_t>(samples[i]) << wasted);
  return !bits.isOver();
}

int blockSizeOf(int code) {
  if (code == 1) return 192;
  if (code >= 2 && code <= 5) return 144 << code;
  return code >= 8 ? 1 << code : 0;
}

}  // namespace

bool parseHeader(const uint8_t* data, int64_t size, const Stream& stream, FrameHeader& header) {
  constexpr int kBits[] = {0, 8, 12, -1, 16, 20, 24, -1};
  if (size < 6 || data[0] != 0xff || (data[1] & 0xfe) != 0xf8 || (data[3] & 1) != 0) return false;
  const int sizeCode = data[2] >> 4, rateCode = data[2] & 15, layout = data[3] >> 4;
  const int bits = kBits[data[3] >> 1 & 7];
  if ((layout < 8 ? layout + 1 : layout < 11 ? 2 : 0) != stream.channels || (bits != 0 && bits != stream.bits)) return false;
  // A number coded as UTF-8 codes characters, of up to 36 bits.
  const int length = data[4] < 0x80 ? 1 : std::countl_one(data[4]);
  if (length > 7 || (data[4] >= 0x80 && length == 1)) return false;
  const int sizeBytes = sizeCode == 6 ? 1 : sizeCode == 7 ? 2 : 0;
  const int rateBytes = rateCode == 12 ? 1 : rateCode == 13 || rateCode == 14 ? 2 : 0;
  const int place = 4 + length;
  const int bytes = place + sizeBytes + rateBytes;
  if (rateCode == 15 || size < bytes + 1) return false;
  int64_t number = length == 1 ? data[4] : data[4] & (0x7f >> length);
  for (int i = 1; i < length; i++) number = number << 6 | (data[4 + i] & 0x3f);
  int count = blockSizeOf(sizeCode);
  if (sizeBytes == 1) count = data[place] + 1;
  if (sizeBytes == 2) count = (data[place] << 8 | data[place + 1]) + 1;
  if (count == 0 || count > stream.maxBlock) return false;
  uint8_t crc = 0;
  for (int i = 0; i < bytes; i++) crc = kTables.crc8[crc ^ data[i]];
  if (crc != data[bytes]) return false;
  const bool isVariable = (data[1] & 1) != 0;
  header = {isVariable ? number : number * stream.fixedBlock, count, layout, bytes + 1};
  return true;
}

int64_t Frame::decode(const uint8_t* data, int64_t size, const FrameHeader& header) {
  Bits bits(data + header.bytes, size - header.bytes);
  const int side = header.layout == 9 ? 0 : header.layout == 8 || header.layout == 10 ? 1 : -1;
  for (int c = 0; c < stream_.channels; c++)
    if (!readSubframe(bits, stream_.bits + (c == side ? 1 : 0), header.count, row(c))) return 0;
  const int64_t checked = header.bytes + (bits.place() + 7) / 8;
  if (checked + 2 > size || crc16Of(data, checked) != (data[checked] << 8 | data[checked + 1])) return 0;
  int32_t *a = row(0), *b = row(stream_.channels - 1);
  const int n = header.count;
  if (header.layout == 8) for (int i = 0; i < n; i++) b[i] = a[i] - b[i];
  if (header.layout == 9) for (int i = 0; i < n; i++) a[i] += b[i];
  if (header.layout == 10) {
    for (int i = 0; i < n; i++) {
      const int32_t mid = static_cast<int32_t>(static_cast<uint32_t>(a[i]) << 1) | (b[i] & 1), difference = b[i];
      a[i] = (mid + difference) >> 1;
      b[i] = (mid - difference) >> 1;
    }
  }
  return checked + 2;
}

}  // namespace woodshed::audio::flac
