// A cache of aligned blocks in front of libtorch's CPU allocator.
#pragma once

namespace woodshed {

// Tensor memory is kept by size and handed out again. Small blocks, because glibc's posix_memalign,
// which libtorch calls for every tensor, has no fast path; large ones, because what goes back to the
// kernel is faulted in again at the next step.
void installBlockCache();

}  // namespace woodshed
