// libtorch's warnings, each printed once, in words that say what to do.
#include "warnings.h"

#include <c10/util/Exception.h>

#include <mutex>
#include <cstdio>
#include <string>
#include <unordered_set>

namespace woodshed {

namespace {

// Warnings that nobody who trains can act on.
constexpr const char* kIgnored[] = {
    // A convolution's gradient for one channel: the strides differ only where a size is 1.
    "Grad strides do not match bucket view strides",
};
constexpr const char* kNotDeterministic = " does not have a deterministic implementation";

std::string inOwnWords(const std::string& message) {
  const size_t end = message.find(kNotDeterministic);
  if (end == std::string::npos) return "libtorch: " + message;
  return message.substr(0, end) +
         " has no deterministic algorithm on this GPU: a repeated or resumed run can differ in the last digits";
}

class Once : public c10::WarningHandler {
 public:
  void process(const c10::Warning& warning) override {
    const std::string& message = warning.msg();
    for (const char* ignored : kIgnored)
      if (message.find(ignored) != std::string::npos) return;
    std::string text = "warning: " + inOwnWords(message) + "\n";
    std::lock_guard lock(mutex_);
    if (seen_.insert(text).second) std::fputs(text.c_str(), stderr);
  }

 private:
  std::mutex mutex_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

void printWarningsOnce() {
  // Never destroyed: threads of libtorch may warn until the process ends.
  static auto* handler = new Once;
  c10::WarningUtils::set_warning_handler(handler);
}

}  // namespace woodshed
