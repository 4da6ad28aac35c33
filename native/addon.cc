// The addon's entry point: exports every part. TypeScript validates arguments; C++ stays simple.
#include <cstdlib>
#include <cstring>

#include "array_memory.h"
#include "autograd.h"
#include "block_cache.h"
#include "callbacks.h"
#include "cuda_graph.h"
#include "distributed.h"
#include "mel_spectrogram.h"
#include "nvml.h"
#include "operators.h"
#include "orphan.h"
#include "profiler.h"
#include "runtime.h"
#include "tensors.h"
#include "umap.h"
#include "warnings.h"

NAPI_MODULE_INIT() {
  try {
    const char* choice = std::getenv("WOODSHED_ALLOCATOR");
    const bool isCaching = choice == nullptr || std::strcmp(choice, "system") != 0;
    if (isCaching) woodshed::installBlockCache();
    woodshed::check(
        napi_set_named_property(env, exports, "cachesBlocks", woodshed::makeBool(env, isCaching)));
    woodshed::printWarningsOnce();
    woodshed::registerArrayMemory(env);
    woodshed::registerTensors(env, exports);
    woodshed::registerOperators(env, exports);
    woodshed::registerCallbacks(env, exports);
    woodshed::registerAutograd(env, exports);
    woodshed::registerCustomFunction(env, exports);
    woodshed::registerCheckpoint(env, exports);
    woodshed::registerRuntime(env, exports);
    woodshed::registerStore(env, exports);
    woodshed::registerProcessGroup(env, exports);
    woodshed::registerReducer(env, exports);
    woodshed::registerSyncBatchNorm(env, exports);
    woodshed::registerOrphanWatch(env, exports);
    woodshed::registerUmap(env, exports);
    woodshed::registerMelSpectrogram(env, exports);
    woodshed::registerProfiler(env, exports);
    woodshed::registerNvml(env, exports);
    woodshed::registerCudaGraph(env, exports);
  } catch (...) {
    woodshed::rethrowToJavaScript(env, [] { return std::string("loading the addon"); });
  }
  return exports;
}
