// The functions of libsndfile 1.x that the addon calls, found when the library is opened.
#pragma once

#include <cstdint>
#include <string>

namespace woodshed::audio {

// Declarations from sndfile.h of libsndfile 1.2.2; the ABI of libsndfile.so.1 is the same since 1.0.
struct SoundInfo {
  int64_t frames;
  int sampleRateHz;
  int channels;
  int format;
  int sections;
  int seekable;
};

struct VirtualFile {
  int64_t (*size)(void* user);
  int64_t (*seek)(int64_t offset, int whence, void* user);
  int64_t (*read)(void* bytes, int64_t count, void* user);
  int64_t (*write)(const void* bytes, int64_t count, void* user);
  int64_t (*tell)(void* user);
};

struct SndfileLibrary {
  void* (*openVirtual)(VirtualFile*, int mode, SoundInfo*, void* user);
  int (*close)(void* file);
  int64_t (*seek)(void* file, int64_t frames, int whence);
  int64_t (*readFrames)(void* file, float* samples, int64_t frames);
  const char* (*errorText)(void* file);
  int (*formatCheck)(const SoundInfo*);
  const char* (*version)();
};

// Opens the library once for all threads. Throws AudioError if it cannot be opened or is none.
const SndfileLibrary& loadSndfile(const std::string& path);

// The library that loadSndfile opened. Throws AudioError before.
const SndfileLibrary& sndfile();

}  // namespace woodshed::audio
