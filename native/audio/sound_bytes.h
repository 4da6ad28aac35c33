// The encoded bytes of a recording, as decoders read them: bytes in memory, and then a part of an open file.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "sndfile_library.h"

namespace woodshed::audio {

class SoundBytes {
 public:
  explicit SoundBytes(std::vector<uint8_t> memory)
      : memory_(std::move(memory)), size_(static_cast<int64_t>(memory_.size())) {}
  // Bytes in memory, which replace the head of a file, and `size` bytes of the file. Owns the descriptor.
  SoundBytes(std::vector<uint8_t> head, int file, int64_t offset, int64_t size) : SoundBytes(std::move(head)) {
    file_ = file;
    offset_ = offset - size_;
    size_ += size;
    buffer_.reset(new uint8_t[kBufferBytes]);
  }
  ~SoundBytes() {
    if (file_ >= 0) ::close(file_);
  }
  SoundBytes(const SoundBytes&) = delete;
  SoundBytes& operator=(const SoundBytes&) = delete;

  void rewind() { place_ = 0; }

  int64_t size() const { return size_; }

  // Moves to a place, as fseek; returns it, or -1 for one outside.
  int64_t seek(int64_t offset, int whence) {
    const int64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? place_ : size_;
    if (offset < -from || offset > size_ - from) return -1;
    return place_ = from + offset;
  }

  // Reads up to `count` bytes; fewer at the end.
  int64_t read(uint8_t* bytes, int64_t count) {
    if (count > size_ - place_) count = size_ - place_;
    int64_t done = 0;
    while (done < count) {
      const int64_t got = readSome(bytes + done, count - done);
      if (got <= 0) break;
      place_ += got;
      done += got;
    }
    return done;
  }

  // Callbacks for sf_open_virtual; `user` is a SoundBytes.
  static VirtualFile callbacks() {
    return {
        [](void* user) { return self(user).size_; },
        [](int64_t offset, int whence, void* user) { return self(user).seek(offset, whence); },
        [](void* bytes, int64_t count, void* user) {
          return self(user).read(static_cast<uint8_t*>(bytes), count);
        },
        [](const void*, int64_t, void*) -> int64_t { return 0; },
        [](void* user) { return self(user).place_; },
    };
  }

 private:
  // Decoders read by small pieces, and seek back by less than this.
  static constexpr int64_t kBufferBytes = 1 << 16;

  static SoundBytes& self(void* user) { return *static_cast<SoundBytes*>(user); }

  int64_t readSome(uint8_t* bytes, int64_t count) {
    const int64_t inMemory = static_cast<int64_t>(memory_.size()) - place_;
    if (inMemory > 0) {
      const int64_t copied = count < inMemory ? count : inMemory;
      std::memcpy(bytes, memory_.data() + place_, static_cast<size_t>(copied));
      return copied;
    }
    const bool isHeld = place_ >= first_ && place_ < first_ + held_;
    if (!isHeld && count >= kBufferBytes) return fetch(bytes, count, place_);
    if (!isHeld) {
      const int64_t rest = size_ - place_;
      first_ = place_;
      held_ = fetch(buffer_.get(), rest < kBufferBytes ? rest : kBufferBytes, place_);
      if (held_ <= 0) {
        held_ = 0;
        return 0;
      }
    }
    const int64_t available = first_ + held_ - place_;
    const int64_t copied = count < available ? count : available;
    std::memcpy(bytes, buffer_.get() + (place_ - first_), static_cast<size_t>(copied));
    return copied;
  }

  int64_t fetch(uint8_t* bytes, int64_t count, int64_t place) const {
    return ::pread(file_, bytes, static_cast<size_t>(count), static_cast<off_t>(offset_ + place));
  }

  std::vector<uint8_t> memory_;
  int64_t size_;
  int64_t place_ = 0;
  int file_ = -1;
  // Place in the file of the first byte of all, as if the file had the bytes in memory too.
  int64_t offset_ = 0;
  std::unique_ptr<uint8_t[]> buffer_;
  // The part that the buffer holds.
  int64_t first_ = 0;
  int64_t held_ = 0;
};

}  // namespace woodshed::audio
