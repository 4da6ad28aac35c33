// The PyTorch wheel contains Gloo but not its headers. c10d's header uses these types only through
// pointers, so declarations are enough. The addon calls nothing of Gloo except setTimeout.
#pragma once

#include <chrono>

namespace gloo {

class Context {
 public:
  void setTimeout(std::chrono::milliseconds timeout);
};

}  // namespace gloo
