// Pages of one stream of an Ogg file (RFC 3533), in memory or in a file: in their order, and by their positions.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace woodshed::audio::ogg {

struct Page {
  // Samples at its end; -1 if no packet ends in it.
  int64_t position;
  uint32_t sequence;
  bool isContinued, isLast;
  // Place of its first byte in the file, and behind its last one.
  int64_t start, end;
  // Lengths of its segments, and their bytes; valid until the next page is read.
  const uint8_t* segments;
  int numSegments;
  const uint8_t* content;
};

// Largest page: a header, a table of 255 segments, and as many segments of 255 bytes.
constexpr int64_t kMaxPageBytes = 27 + 255 + 255 * 255;

// A page, one whose checksum is wrong, or none: the end, or bytes that are no page.
enum class Found { kPage, kDamaged, kNone };

class Pages {
 public:
  // Reads `size` bytes of a file from `offset` on, and owns the descriptor; or copies `size` bytes of memory.
  Pages(int file, int64_t offset, int64_t size, uint32_t serial);
  Pages(const uint8_t* memory, int64_t size, uint32_t serial);
  ~Pages();
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  // Moves to a place at which a page begins.
  void moveTo(int64_t place) { place_ = place; }

  // Reads the next page of the stream, and checks it. Pages of other streams are skipped.
  Found next(Page& page);

  // Returns the place of a page whose position is at most `position`, as close before it as guesses come cheaply, between two places
  // with known positions. Returns `from` if there is none.
  int64_t findBefore(int64_t position, int64_t from, int64_t fromPosition, int64_t to, int64_t toPosition);

 private:
  // Returns the bytes at `place`, `wanted` of them unless the file ends before; valid until the next call.
  const uint8_t* at(int64_t place, int64_t wanted, int64_t& available);
  bool parse(int64_t place, Page& page);
  bool findAfter(int64_t place, int64_t end, Page& page);

  std::vector<uint8_t> memory_;
  int file_ = -1;
  int64_t offset_ = 0, size_;
  uint32_t serial_;
  int64_t place_ = 0;
  std::unique_ptr<uint8_t[]> buffer_;
  int64_t first_ = 0, held_ = 0;
};

}  // namespace woodshed::audio::ogg
