#include "vorbis_packet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace woodshed::audio::vorbis {

namespace {

// Amplitudes of floor 1 (section 10.1): 256 steps of 35/64 dB up to 1.
const std::array<float, 256>& amplitudes() {
  static const auto table = [] {
    std::array<float, 256> made{};
    for (int i = 0; i < 256; i++) made[i] = static_cast<float>(std::pow(10.0, (i - 255) * (35.0 / 64) / 20));
    return made;
  }();
  return table;
}

// The line between two points at `x` (section 9.2.6).
int pointOnLine(int x0, int x1, int y0, int y1, int x) {
  const int offset = std::abs(y1 - y0) * (x - x0) / (x1 - x0);
  return y1 < y0 ? y0 - offset : y0 + offset;
}

// Multiplies the spectrum by the amplitudes of a line (section 9.2.7), whose end is not a part of it.
void multiplyLine(int x0, int x1, int y0, int y1, int end, float* spectrum) {
  const std::array<float, 256>& table = amplitudes();
  const int dx = x1 - x0, dy = y1 - y0, base = dy / dx, step = dy < 0 ? base - 1 : base + 1;
  const int rest = std::abs(dy) - std::abs(base * dx);
  int y = y0, error = 0;
  for (int x = x0; x < std::min(x1, end); x++) {
    spectrum[x] *= table[y];
    error += rest;
    if (error >= dx) {
      error -= dx;
      y += step;
    } else {
      y += base;
    }
  }
}

// Restores two channels from magnitude and angle (section 4.3.5), in place.
void decouple(float* __restrict magnitudes, float* __restrict angles, int count) {
  for (int i = 0; i < count; i++) {
    const float magnitude = magnitudes[i], angle = angles[i];
    // The angle with the sign of the magnitude.
    const float turned = magnitude > 0 ? angle : -angle;
    const float other = magnitude - turned, sum = magnitude + turned;
    magnitudes[i] = angle > 0 ? magnitude : sum;
    angles[i] = angle > 0 ? other : magnitude;
  }
}

}  // namespace

PacketDecoder::PacketDecoder(std::shared_ptr<const Setup> setup)
    : setup_(std::move(setup)), rowSamples_(setup_->blockSizes[1] / 2) {
  const auto channels = static_cast<size_t>(setup_->channels), size = channels * static_cast<size_t>(rowSamples_);
  for (auto& one : spectra_) one.resize(size);
  samples_.resize(size);
  interleaved_.resize(size);
  work_.resize(static_cast<size_t>(rowSamples_));
  floors_.resize(channels * Floor::kMaxPoints);
  isUsed_.resize(channels);
}

bool PacketDecoder::decode(const uint8_t* packet, size_t size, int block) {
  const Setup& setup = *setup_;
  before_ = block_;
  current_ = 1 - current_;
  block_ = -1;
  Bits bits(packet, size);
  bits.read(1);
  const uint32_t modeIndex = bits.read(setup.modeBits);
  if (modeIndex >= setup.modes.size()) return false;
  const Mode& mode = setup.modes[modeIndex];
  // Two bits state the blocks beside this one, which their own packets do as well.
  if (mode.isLong) bits.read(2);
  const Mapping& mapping = setup.mappings[mode.mapping];
  const int half = setup.blockSizes[block] / 2;
  for (int c = 0; c < setup.channels; c++) {
    const Floor& floor = setup.floors[mapping.submaps[mapping.submapOf[c]].floor];
    isUsed_[c] = readFloor(bits, floor, floors_.data() + c * Floor::kMaxPoints);
    std::fill_n(spectrum(c), half, 0.0f);
  }
  if (bits.isOverrun()) return false;
  // Both channels of a pair have a residue if one of them has a floor.
  std::vector<uint8_t> hasResidue = isUsed_;
  for (const auto& [magnitude, angle] : mapping.couplings)
    if (isUsed_[magnitude] || isUsed_[angle]) hasResidue[magnitude] = hasResidue[angle] = 1;
  for (size_t submap = 0; submap < mapping.submaps.size(); submap++) {
    const Residue& residue = setup.residues[mapping.submaps[submap].residue];
    std::vector<int> channels;
    bool isAnyUsed = false;
    for (int c = 0; c < setup.channels; c++) {
      if (mapping.submapOf[c] != static_cast<int>(submap)) continue;
      if (hasResidue[c]) isAnyUsed = true;
      if (hasResidue[c] || residue.type == 2) channels.push_back(c);
    }
    if (isAnyUsed && !readResidue(bits, residue, half, channels)) return false;
  }
  // Encoders that hold a bitrate cut packets; libsndfile decodes these.
  if (bits.isOverrun()) return false;
  for (size_t i = mapping.couplings.size(); i-- > 0;)
    decouple(spectrum(mapping.couplings[i].magnitude), spectrum(mapping.couplings[i].angle), half);
  for (int c = 0; c < setup.channels; c++) {
    if (!isUsed_[c]) {
      std::fill_n(spectrum(c), half, 0.0f);
      continue;
    }
    const Floor& floor = setup.floors[mapping.submaps[mapping.submapOf[c]].floor];
    applyFloor(floor, floors_.data() + c * Floor::kMaxPoints, half, spectrum(c));
    setup.transforms[block].run(spectrum(c), work_.data());
  }
  block_ = block;
  return true;
}

// Reads the points of a floor, each as the difference to the line between its neighbours; -1 for one that lies on the line.
// Returns false for a channel without one, which is silent.
bool PacketDecoder::readFloor(Bits& bits, const Floor& floor, int* y) const {
  if (bits.read(1) == 0) return false;
  y[0] = static_cast<int>(bits.read(floor.rangeBits));
  y[1] = static_cast<int>(bits.read(floor.rangeBits));
  int at = 2;
  for (const int partition : floor.partitions) {
    const Floor::Class& one = floor.classes[partition];
    int choice = one.subclassBits > 0 ? setup_->books[one.masterBook].decode(bits) : 0;
    for (int i = 0; i < one.dimensions; i++, choice >>= one.subclassBits) {
      const int book = one.books[choice & ((1 << one.subclassBits) - 1)];
      y[at++] = book >= 0 ? setup_->books[book].decode(bits) : 0;
    }
  }
  constexpr int kUnused = 1 << 16;
  for (int i = 2; i < at; i++) {
    const int low = floor.low[i], high = floor.high[i];
    const int expected =
        pointOnLine(floor.x[low], floor.x[high], y[low] & ~kUnused, y[high] & ~kUnused, floor.x[i]);
    const int above = floor.range - expected, below = expected, difference = y[i];
    if (difference == 0) {
      y[i] = expected | kUnused;
      continue;
    }
    y[low] &= ~kUnused;
    y[high] &= ~kUnused;
    int value = (difference & 1) != 0 ? expected - (difference + 1) / 2 : expected + difference / 2;
    if (difference >= 2 * std::min(above, below))
      value = above > below ? difference - below + expected : expected - difference + above - 1;
    y[i] = std::clamp(value, 0, floor.range - 1);
  }
  for (int i = 0; i < at; i++)
    if ((y[i] & kUnused) != 0) y[i] = -1;
  return true;
}

void PacketDecoder::applyFloor(const Floor& floor, const int* y, int half, float* spectrum) const {
  const auto amplitudeOf = [&](int i) { return std::min(255, y[i] * floor.multiplier); };
  int fromX = 0, fromY = amplitudeOf(0);
  for (size_t i = 1; i < floor.order.size(); i++) {
    const int point = floor.order[i];
    if (y[point] < 0) continue;
    multiplyLine(fromX, floor.x[point], fromY, amplitudeOf(point), half, spectrum);
    fromX = floor.x[point];
    fromY = amplitudeOf(point);
  }
  const float level = amplitudes()[static_cast<size_t>(fromY)];
  for (int i = fromX; i < half; i++) spectrum[i] *= level;
}

bool PacketDecoder::readResidue(Bits& bits, const Residue& residue, int half, const std::vector<int>& channels) {
  std::vector<float*> targets;
  if (residue.type != 2) {
    for (const int c : channels) targets.push_back(spectrum(c));
    return readVectors(bits, residue, half, targets);
  }
  const auto numChannels = static_cast<int>(channels.size());
  if (numChannels == 1) return readVectors(bits, residue, half, {spectrum(channels[0])});
  std::fill_n(interleaved_.data(), half * numChannels, 0.0f);
  if (!readVectors(bits, residue, half * numChannels, {interleaved_.data()})) return false;
  for (int i = 0; i < numChannels; i++) {
    float* __restrict to = spectrum(channels[i]);
    const float* from = interleaved_.data() + i;
    for (int k = 0; k < half; k++) to[k] = from[k * numChannels];
  }
  return true;
}

// Adds the vectors of all passes to each target (section 8.6.2).
bool PacketDecoder::readVectors(Bits& bits, const Residue& residue, int length, const std::vector<float*>& targets) {
  const int begin = std::min(residue.begin, length), end = std::min(residue.end, length);
  const int size = residue.partitionSize, numPartitions = (end - begin) / size;
  const Book& classBook = setup_->books[residue.classBook];
  const int atOnce = classBook.dimensions;
  const int rowClasses = numPartitions + atOnce;
  classes_.resize(targets.size() * static_cast<size_t>(rowClasses));
  for (int pass = 0; pass < 8; pass++) {
    for (int partition = 0; partition < numPartitions; partition += atOnce) {
      for (size_t t = 0; pass == 0 && t < targets.size(); t++) {
        int choice = classBook.decode(bits);
        uint8_t* classes = classes_.data() + t * static_cast<size_t>(rowClasses) + partition;
        for (int i = atOnce; i-- > 0; choice /= residue.classifications)
          classes[i] = static_cast<uint8_t>(choice % residue.classifications);
        if (choice != 0) return false;
      }
      const int last = std::min(numPartitions, partition + atOnce);
      for (int p = partition; p < last; p++) {
        for (size_t t = 0; t < targets.size(); t++) {
          const int index = residue.books[classes_[t * static_cast<size_t>(rowClasses) + p]][pass];
          if (index < 0) continue;
          const Book& book = setup_->books[index];
          float* to = targets[t] + begin + p * size;
          const int dimensions = book.dimensions;
          if (residue.type == 0) {
            const int step = size / dimensions;
            for (int i = 0; i < step; i++) {
              const float* vector = book.vectors.data() + book.decode(bits) * dimensions;
              for (int k = 0; k < dimensions; k++) to[i + k * step] += vector[k];
            }
          } else {
            for (int i = 0; i < size; i += dimensions) {
              const float* vector = book.vectors.data() + book.decode(bits) * dimensions;
              for (int k = 0; k < dimensions; k++) to[i + k] += vector[k];
            }
          }
        }
      }
      if (bits.isOverrun()) return false;
    }
  }
  return true;
}

int PacketDecoder::overlap() {
  if (block_ < 0 || before_ < 0) return 0;
  const Setup& setup = *setup_;
  const int half = setup.blockSizes[block_] / 2, halfBefore = setup.blockSizes[before_] / 2;
  const int length = std::min(half, halfBefore), count = (half + halfBefore) / 2;
  const float* window = setup.transforms[std::min(block_, before_)].window.data();
  // Samples of a block before and behind the slopes of a shorter neighbour.
  const int lead = (halfBefore - length) / 2, skipped = (half - length) / 2;
  for (int c = 0; c < setup.channels; c++) {
    const float *now = spectrum(c), *last = spectrumBefore(c);
    float* to = samples_.data() + c * rowSamples_;
    // The second half of a block is its DCT-IV mirrored, and the first half the rest of it.
    const auto falling = [&](int i) { return i < halfBefore / 2 ? -last[halfBefore / 2 - 1 - i] : -last[i - halfBefore / 2]; };
    const auto rising = [&](int i) { return i < half / 2 ? now[i + half / 2] : -now[half + half / 2 - 1 - i]; };
    for (int i = 0; i < lead; i++) to[i] = falling(i);
    const int middle = length / 2;
    for (int i = 0; i < middle; i++)
      to[lead + i] = falling(lead + i) * window[length - 1 - i] + rising(skipped + i) * window[i];
    for (int i = middle; i < length; i++)
      to[lead + i] = falling(lead + i) * window[length - 1 - i] + rising(skipped + i) * window[i];
    for (int i = lead + length; i < count; i++) to[i] = rising(skipped + i - lead);
  }
  return count;
}

}  // namespace woodshed::audio::vorbis
