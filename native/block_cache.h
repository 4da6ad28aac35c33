// A cache of aligned blocks in front of libtorch's CPU allocator.
#pragma once

#include <cstddef>

namespace woodshed {

// Tensor memory is kept by size and handed out again. Small blocks, because glibc's posix_memalign,
// which libtorch calls for every tensor, has no fast path; large ones, because what goes back to the
// kernel is faulted in again at the next step.
void installBlockCache();

// Bytes of large blocks (over 64 KiB) that tensors hold, and the most since the last reset.
size_t tensorBytes();
size_t peakTensorBytes();
void resetPeakTensorBytes();
// Beyond it an allocation fails as a GPU's does; 0 for none. A machine that runs out ends the process instead, unexplained.
void limitTensorBytes(size_t bytes);

}  // namespace woodshed
