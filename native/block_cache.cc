#include "block_cache.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

#include <atomic>
#include <bit>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace woodshed {

namespace {

constexpr size_t kSmallest = 64;  // libtorch's alignment
constexpr int kNumClasses = 11;   // 64 bytes to 64 KiB, powers of two
constexpr size_t kLargest = kSmallest << (kNumClasses - 1);
constexpr size_t kCachedBytes = 2 << 20;  // per class and thread

struct FreeBlock {
  FreeBlock* next;
};

struct FreeList {
  FreeBlock* head;
  uint32_t count;
};

// One set of lists per thread, without locks. Plain data, because tensors are freed after a thread's
// destructors have run. Blocks of a thread that has ended are lost; libtorch's threads do not end.
thread_local FreeList lists[kNumClasses];

// Precedes every block and fills one alignment unit, since libtorch's raw_deallocate passes only the pointer.
struct Header {
  int sizeClass;
  size_t bytes;      // per large block
  size_t requested;  // bytes that the tensor uses
};
constexpr size_t kHeaderBytes = kSmallest;
constexpr int kLarge = kNumClasses;

int classOf(size_t bytes) {
  if (bytes > kLargest) return kLarge;
  return bytes <= kSmallest ? 0 : std::bit_width((bytes - 1) / kSmallest);
}

// Large blocks by size, shared by all threads: a training step requests the same sizes again and again,
// and memory that was returned to the kernel costs page faults. Only tensors use these blocks, so nothing else
// splits them, and resident memory stays at the need of one step.
class LargeBlocks {
 public:
  // Rounds up to an eighth of a power of two, so that similar sizes share blocks.
  static size_t rounded(size_t bytes) {
    const size_t step = std::bit_floor(bytes) / 8;
    return (bytes + step - 1) / step * step;
  }

  void* take(size_t bytes) {
    std::lock_guard lock(mutex_);
    auto found = free_.find(bytes);
    if (found == free_.end() || found->second.empty()) return nullptr;
    void* block = found->second.back();
    found->second.pop_back();
    cachedBytes_ -= bytes;
    return block;
  }

  void keep(void* block, size_t bytes) {
    std::lock_guard lock(mutex_);
    free_[bytes].push_back(block);
    cachedBytes_ += bytes;
    // Shapes have changed, or never repeat: release all cached blocks.
    if (cachedBytes_ > kMostCachedBytes) release();
  }

 private:
  static constexpr size_t kMostCachedBytes = size_t{2} << 30;

  void release() {
    for (auto& [bytes, blocks] : free_)
      for (void* block : blocks) c10::free_cpu(static_cast<char*>(block) - kHeaderBytes);
    free_.clear();
    cachedBytes_ = 0;
  }

  std::mutex mutex_;
  std::unordered_map<size_t, std::vector<void*>> free_;
  size_t cachedBytes_ = 0;
};

// Never destroyed, because tensors are freed after static destructors have run.
LargeBlocks& largeBlocks() {
  static auto* blocks = new LargeBlocks;
  return *blocks;
}

std::atomic<size_t> heldBytes{0};
std::atomic<size_t> mostHeldBytes{0};
std::atomic<size_t> mostAllowedBytes{0};

void hold(size_t bytes) {
  const size_t held = heldBytes.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  const size_t allowed = mostAllowedBytes.load(std::memory_order_relaxed);
  if (allowed != 0 && held > allowed) {
    heldBytes.fetch_sub(bytes, std::memory_order_relaxed);
    TORCH_CHECK_WITH(OutOfMemoryError, false, "CPU out of memory: tried to allocate ", bytes, " bytes, tensors use ",
                     held - bytes, " of the ", allowed, " bytes that are allowed");
  }
  size_t most = mostHeldBytes.load(std::memory_order_relaxed);
  while (held > most && !mostHeldBytes.compare_exchange_weak(most, held, std::memory_order_relaxed)) {
  }
}

// Reports blocks that were allocated before the trace began too; libtorch's own reporter warns about those.
void reportToProfiler(void* block, int64_t bytes) {
  if (c10::memoryProfilingEnabled())
    c10::reportMemoryUsageToProfiler(block, bytes, heldBytes.load(std::memory_order_relaxed), 0, c10::Device(c10::kCPU));
}

void giveBack(void* block) {
  if (block == nullptr) return;
  void* base = static_cast<char*>(block) - kHeaderBytes;
  reportToProfiler(block, -static_cast<int64_t>(static_cast<Header*>(base)->requested));
  const int sizeClass = static_cast<Header*>(base)->sizeClass;
  if (sizeClass == kLarge) {
    heldBytes.fetch_sub(static_cast<Header*>(base)->bytes, std::memory_order_relaxed);
    largeBlocks().keep(block, static_cast<Header*>(base)->bytes);
    return;
  }
  if (lists[sizeClass].count * (kSmallest << sizeClass) >= kCachedBytes) {
    c10::free_cpu(base);
    return;
  }
  FreeList& list = lists[sizeClass];
  auto* freed = static_cast<FreeBlock*>(block);
  freed->next = list.head;
  list.head = freed;
  list.count++;
}

void* takeSmall(int sizeClass) {
  FreeList& list = lists[sizeClass];
  if (list.head == nullptr) return nullptr;
  FreeBlock* block = list.head;
  list.head = block->next;
  list.count--;
  return block;
}

void* newBlock(size_t size, int sizeClass) {
  try {
    return c10::alloc_cpu(kHeaderBytes + size);
  } catch (...) {
    if (sizeClass == kLarge) heldBytes.fetch_sub(size, std::memory_order_relaxed);
    throw;
  }
}

class BlockCache final : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t bytes) override {
    const c10::Device cpu(c10::kCPU);
    if (bytes == 0) return {nullptr, nullptr, &giveBack, cpu};
    const int sizeClass = classOf(bytes);
    const size_t size = sizeClass == kLarge ? LargeBlocks::rounded(bytes) : kSmallest << sizeClass;
    if (sizeClass == kLarge) hold(size);
    void* block = sizeClass == kLarge ? largeBlocks().take(size) : takeSmall(sizeClass);
    if (block == nullptr) {
      void* base = newBlock(size, sizeClass);
      *static_cast<Header*>(base) = {sizeClass, size, 0};
      block = static_cast<char*>(base) + kHeaderBytes;
    }
    reinterpret_cast<Header*>(static_cast<char*>(block) - kHeaderBytes)->requested = bytes;
    reportToProfiler(block, static_cast<int64_t>(bytes));
    return {block, block, &giveBack, cpu};
  }

  c10::DeleterFnPtr raw_deleter() const override { return &giveBack; }

  void copy_data(void* to, const void* from, size_t bytes) const override { default_copy_data(to, from, bytes); }
};

}  // namespace

size_t tensorBytes() { return heldBytes.load(); }
size_t peakTensorBytes() { return mostHeldBytes.load(); }
void resetPeakTensorBytes() { mostHeldBytes = heldBytes.load(); }
void limitTensorBytes(size_t bytes) { mostAllowedBytes = bytes; }

void installBlockCache() {
  static BlockCache cache;
  // The priority must exceed that of libtorch's own allocator, 0.
  c10::SetCPUAllocator(&cache, 1);
}

}  // namespace woodshed
