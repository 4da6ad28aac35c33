// Headers of a Vorbis stream (Vorbis I specification, sections 4 and 5): what its packets are decoded with. Anything unusual or
// damaged is refused, and left to libsndfile.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace woodshed::audio::vorbis {

// Bits of a packet, the least significant first. Behind the end there are zeros, and `isOverrun` tells.
class Bits {
 public:
  Bits(const uint8_t* data, size_t size) : at_(data), end_(data + size) {}

  // Makes 56 bits or more available.
  void fill() {
    if (end_ - at_ >= 8) {
      uint64_t word = 0;
      for (int i = 0; i < 8; i++) word |= static_cast<uint64_t>(at_[i]) << (8 * i);
      held_ |= word << count_;
      at_ += (63 - count_) >> 3;
      count_ |= 56;
      return;
    }
    while (count_ <= 56) {
      if (at_ < end_)
        held_ |= static_cast<uint64_t>(*at_++) << count_;
      else
        beyond_ += 8;
      count_ += 8;
    }
  }

  uint32_t peek() const { return static_cast<uint32_t>(held_); }

  void skip(int count) {
    held_ >>= count;
    count_ -= count;
  }

  // Up to 32 bits.
  uint32_t read(int count) {
    fill();
    const auto value = static_cast<uint32_t>(held_ & ((uint64_t{1} << count) - 1));
    skip(count);
    return value;
  }

  // True if more bits were used than there are.
  bool isOverrun() const { return beyond_ > count_; }

 private:
  const uint8_t *at_, *end_;
  uint64_t held_ = 0;
  int count_ = 0;
  // Zeros that were added.
  int64_t beyond_ = 0;
};

// A codebook: Huffman codes of entries, each with a vector.
struct Book {
  static constexpr int kFastBits = 10;

  // Returns an entry.
  int decode(Bits& bits) const {
    bits.fill();
    const uint32_t code = bits.peek();
    const uint32_t found = fast[code & ((1u << kFastBits) - 1)];
    if (found != 0) {
      bits.skip(static_cast<int>(found & 63));
      return static_cast<int>(found >> 6);
    }
    return decodeLong(bits, code);
  }

  int decodeLong(Bits& bits, uint32_t code) const;

  int dimensions = 0, entries = 0;
  // By the next bits: the entry in units of 64, plus the length of its code; 0 for longer codes.
  std::vector<uint32_t> fast;
  // Codes in ascending order, their first bit on top, with their entries and lengths.
  struct Code {
    uint32_t bits;
    int32_t entry;
    int32_t length;
  };
  std::vector<Code> codes;
  // [entries, dimensions]; empty for a book of numbers.
  std::vector<float> vectors;
};

// Floor 1: the envelope as a line through points.
struct Floor {
  static constexpr int kMaxPoints = 65;
  struct Class {
    int dimensions, subclassBits, masterBook;
    // -1 for none.
    std::array<int, 8> books;
  };
  std::vector<int> partitions;
  std::vector<Class> classes;
  int multiplier = 1, range = 256, rangeBits = 8;
  std::vector<int> x;
  // Points by ascending x, and of each the nearest ones before it in the list, below and above.
  std::vector<int> order, low, high;
};

struct Residue {
  int type = 0, begin = 0, end = 0, partitionSize = 1, classifications = 1, classBook = 0;
  // By classification and pass; -1 for none.
  std::vector<std::array<int, 8>> books;
};

struct Mapping {
  struct Coupling {
    int magnitude, angle;
  };
  std::vector<Coupling> couplings;
  // By channel: index of its floor and residue.
  std::vector<int> submapOf;
  struct Submap {
    int floor, residue;
  };
  std::vector<Submap> submaps;
};

struct Mode {
  bool isLong;
  int mapping;
};

// Tables of the inverse transform of one block size.
struct Transform {
  explicit Transform(int blockSize);
  // Transforms `data` of half a block to its DCT-IV in place; `work` has as much room.
  void run(float* data, float* work) const;

  int half;
  // exp(-i pi (8k + 1) / (8 half)), real and imaginary parts, of a quarter block each.
  std::vector<float> twistRe, twistIm;
  // exp(-2 pi i k / quarter).
  std::vector<float> rootRe, rootIm;
  // The rising half of the window.
  std::vector<float> window;
};

struct Setup {
  int channels = 0, rate = 0;
  // Samples of a short and of a long block.
  std::array<int, 2> blockSizes{};
  std::vector<Book> books;
  std::vector<Floor> floors;
  std::vector<Residue> residues;
  std::vector<Mapping> mappings;
  std::vector<Mode> modes;
  int modeBits = 0;
  std::vector<Transform> transforms;

  // Returns the index of a packet's block size, or -1 for one that is no audio.
  int blockOf(const uint8_t* packet, size_t size) const;
};

// Parses the first and the third header. Streams with the same headers share one setup. Returns null for what is not supported.
std::shared_ptr<const Setup> findSetup(const std::vector<uint8_t>& identification, const std::vector<uint8_t>& setup);

// Bits that hold the numbers below `value` + 1.
inline int bitsFor(uint32_t value) {
  int count = 0;
  for (; value > 0; value >>= 1) count++;
  return count;
}

}  // namespace woodshed::audio::vorbis
