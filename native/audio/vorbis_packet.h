// Decodes packets of Vorbis (Vorbis I specification, section 4.3) to samples.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "vorbis_setup.h"

namespace woodshed::audio::vorbis {

class PacketDecoder {
 public:
  explicit PacketDecoder(std::shared_ptr<const Setup> setup);

  const Setup& setup() const { return *setup_; }

  // Decodes a packet of the block size `block`. Returns false for a damaged one.
  bool decode(const uint8_t* packet, size_t size, int block);

  // Overlaps the packet that was decoded last with the one before it, and returns how many samples of each channel that gives: 0
  // after `restart`.
  int overlap();

  // Forgets the packet that was decoded last.
  void restart() { block_ = before_ = -1; }

  // The samples of the last overlap.
  const float* channel(int c) const { return samples_.data() + c * rowSamples_; }

 private:
  bool readFloor(Bits& bits, const Floor& floor, int* y) const;
  void applyFloor(const Floor& floor, const int* y, int half, float* spectrum) const;
  bool readResidue(Bits& bits, const Residue& residue, int half, const std::vector<int>& channels);
  bool readVectors(Bits& bits, const Residue& residue, int length, const std::vector<float*>& targets);
  float* spectrum(int c) { return spectra_[current_].data() + c * rowSamples_; }
  const float* spectrumBefore(int c) const { return spectra_[1 - current_].data() + c * rowSamples_; }

  std::shared_ptr<const Setup> setup_;
  int64_t rowSamples_;
  // Transformed packets in turns: the one that was decoded last, and the one before it.
  std::vector<float> spectra_[2];
  int current_ = 0;
  // Index of the block sizes of these; -1 for none.
  int block_ = -1, before_ = -1;
  std::vector<float> samples_, work_, interleaved_;
  std::vector<uint8_t> classes_;
  std::vector<int> floors_;
  std::vector<uint8_t> isUsed_;
};

}  // namespace woodshed::audio::vorbis
