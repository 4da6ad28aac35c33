#include "ogg_pages.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace woodshed::audio::ogg {

namespace {

constexpr int64_t kHeaderBytes = 27;
constexpr int64_t kBufferBytes = 2 * 65536;
// Bytes that are read for a guess: pages of encoders have 4 to 8 KB.
constexpr int64_t kGuessBytes = 1 << 14;

uint64_t littleEndian(const uint8_t* at, int bytes) {
  uint64_t value = 0;
  for (int i = bytes; i-- > 0;) value = value << 8 | at[i];
  return value;
}

// CRC-32 with the polynomial 0x04c11db7, the most significant bit first: the checksum of eight bytes at a time.
using CrcTables = std::array<std::array<uint32_t, 256>, 8>;

const CrcTables& crcTables() {
  static const CrcTables tables = [] {
    CrcTables made{};
    for (uint32_t i = 0; i < 256; i++) {
      uint32_t crc = i << 24;
      for (int bit = 0; bit < 8; bit++) crc = (crc & 0x80000000) != 0 ? crc << 1 ^ 0x04c11db7 : crc << 1;
      made[0][i] = crc;
    }
    for (size_t k = 1; k < 8; k++)
      for (uint32_t i = 0; i < 256; i++) made[k][i] = made[k - 1][i] << 8 ^ made[0][made[k - 1][i] >> 24];
    return made;
  }();
  return tables;
}

uint32_t crcOf(uint32_t crc, const uint8_t* bytes, int64_t count) {
  const CrcTables& t = crcTables();
  for (; count >= 8; bytes += 8, count -= 8) {
    const uint32_t a = crc ^ (static_cast<uint32_t>(bytes[0]) << 24 | static_cast<uint32_t>(bytes[1]) << 16 |
                              static_cast<uint32_t>(bytes[2]) << 8 | bytes[3]);
    crc = t[7][a >> 24] ^ t[6][a >> 16 & 255] ^ t[5][a >> 8 & 255] ^ t[4][a & 255] ^ t[3][bytes[4]] ^ t[2][bytes[5]] ^
          t[1][bytes[6]] ^ t[0][bytes[7]];
  }
  for (; count > 0; bytes++, count--) crc = crc << 8 ^ t[0][crc >> 24 ^ *bytes];
  return crc;
}

// The checksum of a page with zeros in the place of its own.
uint32_t checksum(const uint8_t* page, int64_t size) {
  constexpr int64_t kChecksumPlace = 22;
  const uint8_t zeros[4] = {};
  const uint32_t crc = crcOf(crcOf(0, page, kChecksumPlace), zeros, 4);
  return crcOf(crc, page + kChecksumPlace + 4, size - kChecksumPlace - 4);
}

}  // namespace

Pages::Pages(int file, int64_t offset, int64_t size, uint32_t serial)
    : file_(file), offset_(offset), size_(size), serial_(serial), buffer_(new uint8_t[kBufferBytes]) {}

Pages::Pages(const uint8_t* memory, int64_t size, uint32_t serial)
    : memory_(memory, memory + size), size_(size), serial_(serial) {}

Pages::~Pages() {
  if (file_ >= 0) ::close(file_);
}

const uint8_t* Pages::at(int64_t place, int64_t wanted, int64_t& available) {
  if (place < 0 || place >= size_) {
    available = 0;
    return nullptr;
  }
  if (file_ < 0) {
    available = size_ - place;
    return memory_.data() + place;
  }
  wanted = std::min(wanted, size_ - place);
  if (place < first_ || place + wanted > first_ + held_) {
    const bool isHeld = place >= first_ && place < first_ + held_;
    const int64_t kept = isHeld ? first_ + held_ - place : 0;
    if (kept > 0) std::memmove(buffer_.get(), buffer_.get() + (place - first_), static_cast<size_t>(kept));
    first_ = place;
    held_ = kept;
    // A guess needs few bytes; what follows in order is read in larger pieces.
    const int64_t most = std::min(size_ - place, isHeld ? kBufferBytes : std::max(wanted, kGuessBytes));
    while (held_ < most) {
      const ssize_t got = ::pread(file_, buffer_.get() + held_, static_cast<size_t>(most - held_),
                                  static_cast<off_t>(offset_ + first_ + held_));
      if (got <= 0) break;
      held_ += got;
    }
  }
  available = first_ + held_ - place;
  return buffer_.get() + (place - first_);
}

// Parses the page of any stream that begins at `place`; its checksum is checked by the caller.
bool Pages::parse(int64_t place, Page& page) {
  int64_t available;
  const uint8_t* head = at(place, kHeaderBytes + 255, available);
  if (available < kHeaderBytes || std::memcmp(head, "OggS", 5) != 0) return false;
  const int numSegments = head[26];
  int64_t size = kHeaderBytes + numSegments;
  if (available < size) return false;
  for (int i = 0; i < numSegments; i++) size += head[kHeaderBytes + i];
  head = at(place, size, available);
  if (available < size) return false;
  page = {static_cast<int64_t>(littleEndian(head + 6, 8)),
          static_cast<uint32_t>(littleEndian(head + 18, 4)),
          (head[5] & 1) != 0,
          (head[5] & 4) != 0,
          place,
          place + size,
          head + kHeaderBytes,
          numSegments,
          head + kHeaderBytes + numSegments};
  return true;
}

Found Pages::next(Page& page) {
  while (place_ < size_) {
    if (!parse(place_, page)) return Found::kNone;
    const uint8_t* head = page.segments - kHeaderBytes;
    place_ = page.end;
    if (littleEndian(head + 14, 4) != serial_) continue;
    if (checksum(head, page.end - page.start) != littleEndian(head + 22, 4)) return Found::kDamaged;
    return Found::kPage;
  }
  return Found::kNone;
}

// Finds the first page of the stream with a position that begins between two places.
bool Pages::findAfter(int64_t place, int64_t end, Page& page) {
  while (place < end) {
    int64_t available;
    const uint8_t* bytes = at(place, kGuessBytes, available);
    if (available < kHeaderBytes) return false;
    const auto* sync = static_cast<const uint8_t*>(std::memchr(bytes, 'O', static_cast<size_t>(available)));
    if (sync == nullptr) {
      place += available;
      continue;
    }
    place += sync - bytes;
    if (place >= end) return false;
    if (parse(place, page)) {
      const uint8_t* head = page.segments - kHeaderBytes;
      const bool isIntact = checksum(head, page.end - page.start) == littleEndian(head + 22, 4);
      if (isIntact && page.position >= 0 && littleEndian(head + 14, 4) == serial_) return true;
      if (isIntact) {
        place = page.end;
        continue;
      }
    }
    place++;
  }
  return false;
}

int64_t Pages::findBefore(int64_t position, int64_t from, int64_t fromPosition, int64_t to, int64_t toPosition) {
  int64_t low = from, lowPosition = fromPosition, high = to, highPosition = toPosition;
  // Guesses come close in a few steps; a file whose rate varies much is halved instead.
  constexpr int kMaxGuesses = 8, kMaxSteps = 64;
  for (int i = 0; i < kMaxSteps && high - low > 2 * kGuessBytes && highPosition > lowPosition; i++) {
    const double share = static_cast<double>(position - lowPosition) / static_cast<double>(highPosition - lowPosition);
    const auto guess = i < kMaxGuesses
                           ? low + static_cast<int64_t>(share * static_cast<double>(high - low)) - kGuessBytes
                           : low + (high - low) / 2;
    if (guess <= low) break;
    Page page;
    if (!findAfter(guess, high, page)) {
      high = guess;
      continue;
    }
    if (page.position <= position) {
      if (page.position < lowPosition) return from;
      low = page.start;
      lowPosition = page.position;
    } else {
      high = guess;
      highPosition = std::min(highPosition, page.position);
    }
  }
  return low;
}

}  // namespace woodshed::audio::ogg
