#include "vorbis_setup.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>

namespace woodshed::audio::vorbis {

namespace {

// Larger books are left to libsndfile: the largest of known encoders has 6,561 entries.
constexpr int kMaxEntries = 1 << 16;
// Values of the vectors of all books.
constexpr size_t kMaxVectorValues = 1 << 21;

// The packed numbers of section 9.2.2: 21 bits, 10 bits of exponent, a sign.
float unpackFloat(uint32_t bits) {
  const double mantissa = static_cast<double>(bits & 0x1fffff) * ((bits & 0x80000000) != 0 ? -1 : 1);
  return static_cast<float>(std::ldexp(mantissa, static_cast<int>((bits >> 21) & 0x3ff) - 788));
}

uint32_t reversed(uint32_t code) {
  uint32_t result = 0;
  for (int i = 0; i < 32; i++) result |= ((code >> i) & 1) << (31 - i);
  return result;
}

// Assigns the codes of all lengths in the order of the entries, each the lowest one that is free (section 3.2.1). Returns false for
// lengths that leave codes without an entry, or need more than there are.
bool assignCodes(const std::vector<uint8_t>& lengths, Book& book) {
  // The next free code of each length, from the top of 32 bits; 0 for none.
  std::array<uint64_t, 33> free{};
  int numUsed = 0;
  for (size_t entry = 0; entry < lengths.size(); entry++) {
    const int length = lengths[entry];
    if (length == 0) continue;
    uint64_t code = 0;
    if (numUsed++ == 0) {
      for (int i = 1; i <= length; i++) free[i] = uint64_t{1} << (32 - i);
    } else {
      int from = length;
      while (from > 0 && free[from] == 0) from--;
      if (from == 0) return false;
      code = free[from];
      free[from] = 0;
      for (int i = length; i > from; i--) free[i] = code + (uint64_t{1} << (32 - i));
    }
    book.codes.push_back({static_cast<uint32_t>(code), static_cast<int32_t>(entry), length});
  }
  if (numUsed == 1 && book.codes[0].length == 1) {
    // One entry, which both codes of one bit stand for.
    book.codes.push_back({0x80000000u, book.codes[0].entry, 1});
    return true;
  }
  return numUsed > 0 && std::all_of(free.begin(), free.end(), [](uint64_t code) { return code == 0; });
}

void makeTables(Book& book) {
  book.fast.assign(size_t{1} << Book::kFastBits, 0);
  for (const auto& [bits, entry, length] : book.codes) {
    if (length > Book::kFastBits) continue;
    const uint32_t found = (static_cast<uint32_t>(entry) << 6) | static_cast<uint32_t>(length);
    for (uint32_t i = reversed(bits); i < book.fast.size(); i += 1u << length) book.fast[i] = found;
  }
  std::sort(book.codes.begin(), book.codes.end(), [](const auto& a, const auto& b) { return a.bits < b.bits; });
}

// Values of a lattice of a book: the largest number whose power is at most the entries.
int latticeValues(int entries, int dimensions) {
  const auto fits = [&](int64_t value) {
    int64_t power = 1;
    for (int i = 0; i < dimensions && power <= entries; i++) power *= value;
    return power <= entries;
  };
  int value = 1;
  while (value < entries && fits(value + 1)) value++;
  return value;
}

bool parseVectors(Bits& bits, Book& book) {
  const uint32_t type = bits.read(4);
  if (type == 0) return true;
  if (type > 2 || book.dimensions == 0) return false;
  const float least = unpackFloat(bits.read(32)), step = unpackFloat(bits.read(32));
  const int valueBits = static_cast<int>(bits.read(4)) + 1;
  const bool isSequence = bits.read(1) != 0;
  const auto numValues = static_cast<size_t>(book.entries) * static_cast<size_t>(book.dimensions);
  if (numValues > kMaxVectorValues) return false;
  const auto numParts = type == 1 ? static_cast<size_t>(latticeValues(book.entries, book.dimensions)) : numValues;
  std::vector<float> parts(numParts);
  for (float& part : parts) part = static_cast<float>(bits.read(valueBits));
  if (bits.isOverrun()) return false;
  book.vectors.resize(numValues);
  for (int entry = 0; entry < book.entries; entry++) {
    float last = 0;
    size_t divisor = 1;
    for (int i = 0; i < book.dimensions; i++) {
      const size_t at = static_cast<size_t>(entry) * book.dimensions + i;
      const float value = parts[type == 1 ? entry / divisor % numParts : at] * step + least + last;
      book.vectors[at] = value;
      if (isSequence) last = value;
      // Beyond the entries the quotient is zero.
      if (type == 1 && divisor <= static_cast<size_t>(book.entries)) divisor *= numParts;
    }
  }
  return true;
}

bool parseBook(Bits& bits, Book& book) {
  if (bits.read(24) != 0x564342) return false;
  book.dimensions = static_cast<int>(bits.read(16));
  book.entries = static_cast<int>(bits.read(24));
  if (book.entries < 1 || book.entries > kMaxEntries) return false;
  std::vector<uint8_t> lengths(static_cast<size_t>(book.entries));
  if (bits.read(1) == 0) {
    const bool isSparse = bits.read(1) != 0;
    for (uint8_t& length : lengths)
      if (!isSparse || bits.read(1) != 0) length = static_cast<uint8_t>(bits.read(5) + 1);
  } else {
    uint32_t length = bits.read(5) + 1;
    for (int entry = 0; entry < book.entries; length++) {
      const auto count = static_cast<int>(bits.read(bitsFor(static_cast<uint32_t>(book.entries - entry))));
      if (length > 32 || count > book.entries - entry) return false;
      std::fill_n(lengths.begin() + entry, count, static_cast<uint8_t>(length));
      entry += count;
    }
  }
  if (bits.isOverrun() || !parseVectors(bits, book) || !assignCodes(lengths, book)) return false;
  makeTables(book);
  return true;
}

bool parseFloor(Bits& bits, const Setup& setup, Floor& floor) {
  if (bits.read(16) != 1) return false;
  const auto numBooks = static_cast<int>(setup.books.size());
  int numClasses = 0;
  floor.partitions.resize(bits.read(5));
  for (int& one : floor.partitions) {
    one = static_cast<int>(bits.read(4));
    numClasses = std::max(numClasses, one + 1);
  }
  for (int c = 0; c < numClasses; c++) {
    Floor::Class one{static_cast<int>(bits.read(3)) + 1, static_cast<int>(bits.read(2)), -1, {}};
    if (one.subclassBits > 0) one.masterBook = static_cast<int>(bits.read(8));
    if (one.masterBook >= numBooks) return false;
    for (int i = 0; i < 1 << one.subclassBits; i++) {
      one.books[i] = static_cast<int>(bits.read(8)) - 1;
      if (one.books[i] >= numBooks) return false;
    }
    floor.classes.push_back(one);
  }
  floor.multiplier = static_cast<int>(bits.read(2)) + 1;
  floor.range = std::array{256, 128, 86, 64}[floor.multiplier - 1];
  floor.rangeBits = bitsFor(static_cast<uint32_t>(floor.range - 1));
  const int xBits = static_cast<int>(bits.read(4));
  floor.x = {0, 1 << xBits};
  for (const int partition : floor.partitions)
    for (int i = 0; i < floor.classes[partition].dimensions; i++) floor.x.push_back(static_cast<int>(bits.read(xBits)));
  const auto numPoints = static_cast<int>(floor.x.size());
  if (numPoints > Floor::kMaxPoints || bits.isOverrun()) return false;
  for (int i = 0; i < numPoints; i++) floor.order.push_back(i);
  std::sort(floor.order.begin(), floor.order.end(), [&](int a, int b) { return floor.x[a] < floor.x[b]; });
  for (int i = 1; i < numPoints; i++)
    if (floor.x[floor.order[i]] == floor.x[floor.order[i - 1]]) return false;
  for (int i = 0; i < numPoints; i++) {
    int low = 0, high = 1;
    for (int j = 0; j < i; j++) {
      if (floor.x[j] < floor.x[i] && floor.x[j] > floor.x[low]) low = j;
      if (floor.x[j] > floor.x[i] && floor.x[j] < floor.x[high]) high = j;
    }
    floor.low.push_back(low);
    floor.high.push_back(high);
  }
  return true;
}

bool parseResidue(Bits& bits, const Setup& setup, Residue& residue) {
  residue.type = static_cast<int>(bits.read(16));
  residue.begin = static_cast<int>(bits.read(24));
  residue.end = static_cast<int>(bits.read(24));
  residue.partitionSize = static_cast<int>(bits.read(24)) + 1;
  residue.classifications = static_cast<int>(bits.read(6)) + 1;
  residue.classBook = static_cast<int>(bits.read(8));
  const auto numBooks = static_cast<int>(setup.books.size());
  if (residue.type > 2 || residue.begin > residue.end || residue.classBook >= numBooks) return false;
  const Book& classBook = setup.books[residue.classBook];
  if (classBook.dimensions < 1 || classBook.dimensions > 64) return false;
  std::vector<uint32_t> passes(static_cast<size_t>(residue.classifications));
  for (uint32_t& one : passes) {
    one = bits.read(3);
    if (bits.read(1) != 0) one |= bits.read(5) << 3;
  }
  for (const uint32_t one : passes) {
    std::array<int, 8> books;
    for (int pass = 0; pass < 8; pass++) {
      books[pass] = ((one >> pass) & 1) != 0 ? static_cast<int>(bits.read(8)) : -1;
      if (books[pass] < 0) continue;
      if (books[pass] >= numBooks) return false;
      const Book& book = setup.books[books[pass]];
      if (book.vectors.empty() || residue.partitionSize % book.dimensions != 0) return false;
    }
    residue.books.push_back(books);
  }
  return !bits.isOverrun();
}

bool parseMapping(Bits& bits, const Setup& setup, Mapping& mapping) {
  if (bits.read(16) != 0) return false;
  const auto numSubmaps = bits.read(1) != 0 ? bits.read(4) + 1 : 1;
  if (bits.read(1) != 0) {
    const int channelBits = bitsFor(static_cast<uint32_t>(setup.channels - 1));
    mapping.couplings.resize(bits.read(8) + 1);
    for (auto& [magnitude, angle] : mapping.couplings) {
      magnitude = static_cast<int>(bits.read(channelBits));
      angle = static_cast<int>(bits.read(channelBits));
      if (magnitude == angle || magnitude >= setup.channels || angle >= setup.channels) return false;
    }
  }
  if (bits.read(2) != 0) return false;
  mapping.submapOf.assign(static_cast<size_t>(setup.channels), 0);
  if (numSubmaps > 1) {
    for (int& one : mapping.submapOf) {
      one = static_cast<int>(bits.read(4));
      if (one >= static_cast<int>(numSubmaps)) return false;
    }
  }
  for (uint32_t i = 0; i < numSubmaps; i++) {
    bits.read(8);
    const auto floor = static_cast<int>(bits.read(8)), residue = static_cast<int>(bits.read(8));
    if (floor >= static_cast<int>(setup.floors.size()) || residue >= static_cast<int>(setup.residues.size())) return false;
    mapping.submaps.push_back({floor, residue});
  }
  return !bits.isOverrun();
}

constexpr size_t kMarkBytes = 7;

bool parseIdentification(const std::vector<uint8_t>& packet, Setup& setup) {
  if (packet.size() < 30 || std::memcmp(packet.data(), "\x01vorbis", kMarkBytes) != 0) return false;
  Bits bits(packet.data() + kMarkBytes, packet.size() - kMarkBytes);
  const uint32_t version = bits.read(32);
  setup.channels = static_cast<int>(bits.read(8));
  setup.rate = static_cast<int>(bits.read(32));
  for (int i = 0; i < 3; i++) bits.read(32);
  const uint32_t shortBits = bits.read(4), longBits = bits.read(4);
  setup.blockSizes = {1 << shortBits, 1 << longBits};
  return version == 0 && bits.read(1) == 1 && setup.rate > 0 && setup.channels >= 1 && setup.channels <= 8 &&
         shortBits >= 6 && longBits <= 13 && shortBits <= longBits;
}

// Parses a list of parts behind their number of `countBits`.
template <typename Part, typename Parse>
bool parseParts(Bits& bits, int countBits, std::vector<Part>& parts, Parse parse) {
  const uint32_t count = bits.read(countBits) + 1;
  for (uint32_t i = 0; i < count; i++) {
    Part part{};
    if (!parse(part)) return false;
    parts.push_back(std::move(part));
  }
  return true;
}

bool parseSetup(const std::vector<uint8_t>& packet, Setup& setup) {
  if (packet.size() < kMarkBytes || std::memcmp(packet.data(), "\x05vorbis", kMarkBytes) != 0) return false;
  Bits bits(packet.data() + kMarkBytes, packet.size() - kMarkBytes);
  size_t numValues = 0;
  const bool hasBooks = parseParts(bits, 8, setup.books, [&](Book& book) {
    if (!parseBook(bits, book)) return false;
    numValues += book.vectors.size();
    return numValues <= kMaxVectorValues;
  });
  if (!hasBooks) return false;
  for (uint32_t i = bits.read(6) + 1; i > 0; i--)
    if (bits.read(16) != 0) return false;
  const bool isParsed =
      parseParts(bits, 6, setup.floors, [&](Floor& floor) { return parseFloor(bits, setup, floor); }) &&
      parseParts(bits, 6, setup.residues, [&](Residue& residue) { return parseResidue(bits, setup, residue); }) &&
      parseParts(bits, 6, setup.mappings, [&](Mapping& mapping) { return parseMapping(bits, setup, mapping); }) &&
      parseParts(bits, 6, setup.modes, [&](Mode& mode) {
        mode.isLong = bits.read(1) != 0;
        const bool isPlain = bits.read(16) == 0 && bits.read(16) == 0;
        mode.mapping = static_cast<int>(bits.read(8));
        return isPlain && mode.mapping < static_cast<int>(setup.mappings.size());
      });
  if (!isParsed || bits.read(1) != 1 || bits.isOverrun()) return false;
  setup.modeBits = bitsFor(static_cast<uint32_t>(setup.modes.size() - 1));
  for (const int size : setup.blockSizes) setup.transforms.emplace_back(size);
  return true;
}

}  // namespace

int Book::decodeLong(Bits& bits, uint32_t code) const {
  const uint32_t wanted = reversed(code);
  const auto after = std::upper_bound(codes.begin(), codes.end(), wanted,
                                      [](uint32_t value, const Code& one) { return value < one.bits; });
  // The first code is 0: there is one before each.
  const Code& found = *(after - 1);
  bits.skip(found.length);
  return found.entry;
}

int Setup::blockOf(const uint8_t* packet, size_t size) const {
  Bits bits(packet, size);
  if (size == 0 || bits.read(1) != 0) return -1;
  const uint32_t mode = bits.read(modeBits);
  return mode < modes.size() && !bits.isOverrun() ? modes[mode].isLong : -1;
}

std::shared_ptr<const Setup> findSetup(const std::vector<uint8_t>& identification, const std::vector<uint8_t>& setup) {
  struct Known {
    std::vector<uint8_t> identification, setup;
    std::shared_ptr<const Setup> parsed;
  };
  constexpr size_t kMaxKnown = 16;
  // All files that an encoder wrote with the same settings have the same headers. For all threads: a setup never changes.
  static std::mutex mutex;
  // Never freed: threads may decode until the process ends.
  static auto& known = *new std::vector<Known>();
  {
    std::lock_guard lock(mutex);
    for (const Known& one : known)
      if (one.identification == identification && one.setup == setup) return one.parsed;
  }
  auto parsed = std::make_shared<Setup>();
  if (!parseIdentification(identification, *parsed) || !parseSetup(setup, *parsed)) return nullptr;
  std::lock_guard lock(mutex);
  if (known.size() == kMaxKnown) known.erase(known.begin());
  known.push_back({identification, setup, parsed});
  return parsed;
}

}  // namespace woodshed::audio::vorbis
