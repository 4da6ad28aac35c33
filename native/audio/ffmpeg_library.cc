#include "ffmpeg_library.h"

#include <dlfcn.h>

#include <mutex>

namespace woodshed::audio::ffmpeg {

namespace {

std::mutex mutex;
Library library;
bool isLoaded = false;

constexpr unsigned kUtilMajor = 60, kCodecMajor = 62, kFormatMajor = 62;

void* open(const std::string& path, std::string& error) {
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) error = dlerror();
  return handle;
}

template <typename Function>
bool bind(void* handle, const char* name, Function& function, std::string& error) {
  function = reinterpret_cast<Function>(dlsym(handle, name));
  if (function == nullptr) error = std::string("has no function ") + name;
  return function != nullptr;
}

}  // namespace

const Library* load(const std::string& utilPath, const std::string& codecPath, const std::string& formatPath,
                    std::string& error) {
  std::lock_guard<std::mutex> lock(mutex);
  if (isLoaded) return &library;
  void* util = open(utilPath, error);
  void* codec = util == nullptr ? nullptr : open(codecPath, error);
  void* format = codec == nullptr ? nullptr : open(formatPath, error);
  if (format == nullptr) return nullptr;
#define WOODSHED_BIND(handle, result, name, parameters) \
  if (!bind(handle, #name, library.name, error)) return nullptr;
  WOODSHED_FFMPEG_FUNCTIONS(WOODSHED_BIND)
#undef WOODSHED_BIND
  const unsigned majors[] = {library.avutil_version() >> 16, library.avcodec_version() >> 16,
                             library.avformat_version() >> 16};
  if (majors[0] != kUtilMajor || majors[1] != kCodecMajor || majors[2] != kFormatMajor) {
    error = "is libavutil " + std::to_string(majors[0]) + ", expected 60 (FFmpeg 8)";
    return nullptr;
  }
  library.av_log_set_level(kLogQuiet);
  library.version = library.av_version_info();
  isLoaded = true;
  return &library;
}

const Library* loaded() {
  std::lock_guard<std::mutex> lock(mutex);
  return isLoaded ? &library : nullptr;
}

}  // namespace woodshed::audio::ffmpeg
