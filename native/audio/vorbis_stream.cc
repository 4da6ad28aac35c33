#include "vorbis_stream.h"

#include <algorithm>

#include "samples.h"

namespace woodshed::audio::vorbis {

namespace {

// Larger packets are none.
constexpr size_t kMaxPacketBytes = 1 << 24;

}  // namespace

Stream::Stream(std::unique_ptr<ogg::Pages> pages, int64_t lastPage, int64_t end)
    : pages_(std::move(pages)), lastPage_(lastPage), end_(end) {}

bool Stream::open() {
  std::vector<uint8_t> headers[3];
  pages_->moveTo(0);
  for (auto& header : headers) {
    if (!nextPacket()) return false;
    header.assign(packet_, packet_ + packetSize_);
  }
  // Audio begins with a page of its own.
  if (segment_ != page_.numSegments) return false;
  firstPage_ = page_.end;
  const auto setup = findSetup(headers[0], headers[2]);
  if (setup == nullptr) return false;
  decoder_ = std::make_unique<PacketDecoder>(setup);
  // Streams that were cut out of others begin with another position than 0: libsndfile reads those.
  startAtBegin();
  do {
    if (!step(INT64_MAX)) return false;
  } while (page_.position < 0 || !isPageDone());
  return true;
}

// Loads the next page and checks that it follows the one before.
bool Stream::nextPage() {
  const uint32_t expected = page_.sequence + 1;
  switch (pages_->next(page_)) {
    case ogg::Found::kPage: break;
    case ogg::Found::kDamaged: throw DamagedPage{page_.start};
    case ogg::Found::kNone: return false;
  }
  segment_ = 0;
  content_ = page_.content;
  if (isFresh_) {
    // The end of a packet that began earlier.
    isFresh_ = false;
    if (page_.isContinued) {
      while (segment_ < page_.numSegments) {
        const uint8_t length = page_.segments[segment_++];
        content_ += length;
        if (length < 255) break;
      }
    }
    return true;
  }
  return page_.sequence == expected && page_.isContinued == !joined_.empty();
}

bool Stream::nextPacket() {
  bool isJoined = false;
  joined_.clear();
  for (;;) {
    if (segment_ == page_.numSegments && !nextPage()) return false;
    const uint8_t* start = content_;
    size_t size = 0;
    bool isComplete = false;
    while (segment_ < page_.numSegments && !isComplete) {
      size += page_.segments[segment_];
      isComplete = page_.segments[segment_++] < 255;
    }
    content_ += size;
    if (isComplete && !isJoined) {
      packet_ = start;
      packetSize_ = size;
      return true;
    }
    if (joined_.size() + size > kMaxPacketBytes) return false;
    joined_.insert(joined_.end(), start, start + size);
    isJoined = !joined_.empty();
    if (isComplete && isJoined) {
      packet_ = joined_.data();
      packetSize_ = joined_.size();
      return true;
    }
  }
}

// True if no more packet ends in the page.
bool Stream::isPageDone() const {
  return std::all_of(page_.segments + segment_, page_.segments + page_.numSegments,
                     [](uint8_t length) { return length == 255; });
}

// Goes on by a packet, and decodes it unless all that it contributes to ends before `target`.
bool Stream::step(int64_t target) {
  const Setup& setup = decoder_->setup();
  if (!nextPacket()) return false;
  const int block = setup.blockOf(packet_, packetSize_);
  if (block < 0) return false;
  if (block_ >= 0) position_ += (setup.blockSizes[block_] + setup.blockSizes[block]) / 4;
  block_ = block;
  // The last page may cut its last packets.
  const bool isAtEnd = page_.isLast || page_.position < 0;
  if (!isAtEnd && isPageDone() && position_ != page_.position) return false;
  count_ = 0;
  if (position_ + (setup.blockSizes[block] + setup.blockSizes[1]) / 4 <= target) {
    decoder_->restart();
    return true;
  }
  if (!decoder_->decode(packet_, packetSize_, block)) return false;
  count_ = decoder_->overlap();
  start_ = position_ - count_;
  return true;
}

void Stream::startAtBegin() {
  pages_->moveTo(firstPage_);
  isFresh_ = true;
  segment_ = page_.numSegments = 0;
  block_ = -1;
  position_ = count_ = 0;
  decoder_->restart();
}

// Starts with the page at a place. Returns false if no packet begins and ends in it.
bool Stream::startAt(int64_t place) {
  startAtBegin();
  pages_->moveTo(place);
  if (!nextPage() || page_.position < 0 || page_.isLast) return false;
  const int64_t duration = durationBehindFirst();
  if (duration < 0) return false;
  position_ = page_.position - duration;
  return true;
}

// Samples of the packets that end in the page, without the first one that begins in it; -1 if there is none.
int64_t Stream::durationBehindFirst() const {
  const Setup& setup = decoder_->setup();
  const uint8_t* at = content_;
  int64_t duration = 0;
  int before = -1;
  for (int i = segment_; i < page_.numSegments;) {
    const uint8_t* start = at;
    bool isComplete = false;
    while (i < page_.numSegments && !isComplete) {
      at += page_.segments[i];
      isComplete = page_.segments[i++] < 255;
    }
    if (!isComplete) break;
    const int block = setup.blockOf(start, static_cast<size_t>(at - start));
    if (block < 0) return -1;
    if (before >= 0) duration += (setup.blockSizes[before] + setup.blockSizes[block]) / 4;
    before = block;
  }
  return before < 0 ? -1 : duration;
}

void Stream::seek(int64_t target) {
  // Pages in which only a packet of earlier ones ends are rare.
  for (const int64_t earlier : {int64_t{0}, int64_t{2} * setup().rate}) {
    const int64_t place = pages_->findBefore(target - earlier, firstPage_, 0, lastPage_, end_);
    if (place == firstPage_) break;
    if (startAt(place)) return;
  }
  startAtBegin();
}

int64_t Stream::read(int64_t first, int64_t count, int outputs, float* to, uint32_t& largest) {
  // A stretch that begins a little later is reached by going on.
  const int64_t ahead = first - start_ - count_;
  const bool isNear = isValid_ && first >= start_ && ahead <= setup().rate;
  isValid_ = false;
  if (!isNear) seek(first);
  const int channels = setup().channels;
  for (int64_t done = 0; done < count;) {
    const int64_t at = first + done;
    if (count_ == 0 || at >= start_ + count_) {
      if (!step(at)) return done;
      continue;
    }
    if (at < start_) return done;
    const int64_t from = at - start_, taken = std::min(count_ - from, count - done);
    for (int c = 0; c < channels; c++) largest = std::max(largest, largestBits(decoder_->channel(c) + from, taken));
    if (outputs == 0 && channels == 2) {
      const float *a = decoder_->channel(0) + from, *b = decoder_->channel(1) + from;
      // Halving is exact, so that the mean is rounded once.
      for (int64_t i = 0; i < taken; i++) to[done + i] = (a[i] + b[i]) * 0.5f;
    } else if (outputs == 0 && channels > 2) {
      for (int64_t i = 0; i < taken; i++) {
        double sum = 0;
        for (int c = 0; c < channels; c++) sum += decoder_->channel(c)[from + i];
        to[done + i] = static_cast<float>(sum / channels);
      }
    } else {
      for (int output = 0; output < std::max(1, outputs); output++)
        std::copy_n(decoder_->channel(std::min(output, channels - 1)) + from, taken, to + output * count + done);
    }
    done += taken;
  }
  isValid_ = true;
  return count;
}

}  // namespace woodshed::audio::vorbis
