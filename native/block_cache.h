// A cache of aligned blocks in front of libtorch's CPU allocator.
#pragma once

#include <cstddef>

namespace woodshed {

// Reuses freed tensor memory by size. Small blocks, because glibc's posix_memalign, which libtorch calls
// for every tensor, has no fast path; large blocks, because memory that was returned to the kernel costs
// page faults at the next step.
void installBlockCache();

// Bytes of large blocks (over 64 KiB) in use by tensors, and their peak since the last reset.
size_t tensorBytes();
size_t peakTensorBytes();
void resetPeakTensorBytes();
// Sets a limit beyond which an allocation fails with an error, as on a GPU; 0 for no limit. Without a limit, a
// machine that runs out of memory kills the process.
void limitTensorBytes(size_t bytes);

}  // namespace woodshed
