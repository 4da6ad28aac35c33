// The PyTorch wheel carries Gloo compiled in and not its headers. c10d's header holds these types behind
// pointers only, so that declaring what it names is enough; nothing of Gloo is called from here but setTimeout.
#pragma once

#include <chrono>

namespace gloo {

class Context {
 public:
  void setTimeout(std::chrono::milliseconds timeout);
};

}  // namespace gloo
