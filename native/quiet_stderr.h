// Suppresses lines that a library prints for its own developers.
#pragma once

#include <algorithm>
#include <string>

#ifdef __linux__
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace woodshed {

// Redirects stderr to memory. The destructor writes every line to stderr, except those that contain `word`.
class QuietStderr {
 public:
  explicit QuietStderr(const char* word) : word_(word) {
#ifdef __linux__
    before_ = dup(2);
    memory_ = memfd_create("woodshed-stderr", MFD_CLOEXEC);
    if (before_ >= 0 && memory_ >= 0) dup2(memory_, 2);
#endif
  }

  ~QuietStderr() {
#ifdef __linux__
    if (before_ >= 0 && memory_ >= 0) {
      dup2(before_, 2);
      passOn();
    }
    if (before_ >= 0) close(before_);
    if (memory_ >= 0) close(memory_);
#endif
  }

  QuietStderr(const QuietStderr&) = delete;
  QuietStderr& operator=(const QuietStderr&) = delete;

 private:
#ifdef __linux__
  void passOn() {
    std::string text(static_cast<size_t>(lseek(memory_, 0, SEEK_END)), '\0');
    if (text.empty() || pread(memory_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) return;
    for (size_t from = 0; from < text.size();) {
      const size_t end = std::min(text.find('\n', from), text.size() - 1) + 1;
      const std::string line = text.substr(from, end - from);
      from = end;
      if (line.find(word_) != std::string::npos) continue;
      if (write(2, line.data(), line.size()) < 0) return;
    }
  }

  int before_ = -1;
  int memory_ = -1;
#endif
  const char* word_;
};

}  // namespace woodshed
