// Opens libsndfile at run time: it comes with a Python wheel or with the system, so that nothing is linked with it.
#include "sndfile_library.h"

#include <dlfcn.h>

#include <atomic>
#include <mutex>

#include "napi.h"

namespace woodshed::audio {

namespace {

std::mutex mutex;
SndfileLibrary library{};
std::atomic<bool> isLoaded{false};

template <typename Function>
void find(void* from, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(from, name));
  if (function == nullptr) throw AudioError("LOAD", std::string("the library has no ") + name);
}

}  // namespace

const SndfileLibrary& loadSndfile(const std::string& path) {
  std::lock_guard lock(mutex);
  if (isLoaded) return library;
  // Never closed: threads may decode until the process ends.
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw AudioError("LOAD", dlerror());
  SndfileLibrary found{};
  find(handle, "sf_open_virtual", found.openVirtual);
  find(handle, "sf_close", found.close);
  find(handle, "sf_seek", found.seek);
  find(handle, "sf_readf_float", found.readFrames);
  find(handle, "sf_strerror", found.errorText);
  find(handle, "sf_format_check", found.formatCheck);
  find(handle, "sf_version_string", found.version);
  library = found;
  isLoaded = true;
  return library;
}

const SndfileLibrary& sndfile() {
  if (!isLoaded) throw AudioError("LOAD", "libsndfile is not loaded");
  return library;
}

}  // namespace woodshed::audio
