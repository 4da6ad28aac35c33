// The samples of a Vorbis stream by their places: finds the page, and decodes no more packets than a stretch needs.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "ogg_pages.h"
#include "vorbis_packet.h"

namespace woodshed::audio::vorbis {

// A page whose checksum is wrong.
struct DamagedPage {
  int64_t place;
};

class Stream {
 public:
  // `end` is the position of the last page, which is the number of samples.
  Stream(std::unique_ptr<ogg::Pages> pages, int64_t lastPage, int64_t end);

  // Reads the headers. Returns false for a stream that is unusual or damaged.
  bool open();

  const Setup& setup() const { return decoder_->setup(); }

  // Writes frames `first` on to planar channels [outputs, count], the mean of all channels for 0 outputs. Raises `largest` to the bits
  // of the largest magnitude. Returns how many could be read: fewer where the stream is unusual or damaged.
  int64_t read(int64_t first, int64_t count, int outputs, float* to, uint32_t& largest);

 private:
  bool nextPage();
  bool nextPacket();
  bool isPageDone() const;
  bool step(int64_t target);
  void seek(int64_t target);
  bool startAt(int64_t place);
  void startAtBegin();
  int64_t durationBehindFirst() const;

  std::unique_ptr<ogg::Pages> pages_;
  std::unique_ptr<PacketDecoder> decoder_;
  int64_t firstPage_ = 0, lastPage_, end_;

  ogg::Page page_{};
  // The next segment of the page and its bytes.
  int segment_ = 0;
  const uint8_t* content_ = nullptr;
  // True where the page before is not known, because decoding begins here.
  bool isFresh_ = true;
  // A packet that began in an earlier page.
  std::vector<uint8_t> joined_;
  const uint8_t* packet_ = nullptr;
  size_t packetSize_ = 0;

  // Samples behind the last packet, and its block; -1 before the first one.
  int64_t position_ = 0;
  int block_ = -1;
  // Where the samples of the decoder are.
  int64_t start_ = 0, count_ = 0;
  bool isValid_ = false;
};

}  // namespace woodshed::audio::vorbis
