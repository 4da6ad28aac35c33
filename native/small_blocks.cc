#include "small_blocks.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

#include <bit>
#include <cstdint>

namespace woodshed {

namespace {

constexpr size_t kSmallest = 64;  // libtorch's alignment
constexpr int kNumClasses = 11;   // 64 bytes to 64 KiB, powers of two
constexpr size_t kLargest = kSmallest << (kNumClasses - 1);
constexpr size_t kCachedBytes = 2 << 20;  // of each class and thread

struct FreeBlock {
  FreeBlock* next;
};

struct FreeList {
  FreeBlock* head;
  uint32_t count;
};

// One set a thread, so that no lock is taken. Plain data on purpose: tensors die after a thread's
// destructors have run. What an ended thread kept stays lost; libtorch's threads live on.
thread_local FreeList lists[kNumClasses];

// Stands before every block, one alignment wide: libtorch's raw_deallocate names only the pointer.
struct Header {
  int sizeClass;
};
constexpr size_t kHeaderBytes = kSmallest;
constexpr int kUncached = kNumClasses;

int classOf(size_t bytes) {
  if (bytes > kLargest) return kUncached;
  return bytes <= kSmallest ? 0 : std::bit_width((bytes - 1) / kSmallest);
}

void giveBack(void* block) {
  if (block == nullptr) return;
  c10::profiledCPUMemoryReporter().Delete(block);
  void* base = static_cast<char*>(block) - kHeaderBytes;
  const int sizeClass = static_cast<Header*>(base)->sizeClass;
  if (sizeClass == kUncached || lists[sizeClass].count * (kSmallest << sizeClass) >= kCachedBytes) {
    c10::free_cpu(base);
    return;
  }
  FreeList& list = lists[sizeClass];
  auto* freed = static_cast<FreeBlock*>(block);
  freed->next = list.head;
  list.head = freed;
  list.count++;
}

class SmallBlockCache final : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t bytes) override {
    const c10::Device cpu(c10::kCPU);
    if (bytes == 0) return {nullptr, nullptr, &giveBack, cpu};
    const int sizeClass = classOf(bytes);
    void* block = sizeClass == kUncached ? nullptr : lists[sizeClass].head;
    if (block != nullptr) {
      lists[sizeClass].head = lists[sizeClass].head->next;
      lists[sizeClass].count--;
    } else {
      void* base = c10::alloc_cpu(kHeaderBytes + (sizeClass == kUncached ? bytes : kSmallest << sizeClass));
      static_cast<Header*>(base)->sizeClass = sizeClass;
      block = static_cast<char*>(base) + kHeaderBytes;
    }
    c10::profiledCPUMemoryReporter().New(block, bytes);
    return {block, block, &giveBack, cpu};
  }

  c10::DeleterFnPtr raw_deleter() const override { return &giveBack; }

  void copy_data(void* to, const void* from, size_t bytes) const override { default_copy_data(to, from, bytes); }
};

}  // namespace

void installSmallBlockCache() {
  static SmallBlockCache cache;
  // Above libtorch's own priority, 0.
  c10::SetCPUAllocator(&cache, 1);
}

}  // namespace woodshed
