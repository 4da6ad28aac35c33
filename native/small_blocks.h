// A cache of small aligned blocks in front of libtorch's CPU allocator.
#pragma once

namespace woodshed {

// glibc's posix_memalign, which libtorch calls for every tensor, has no fast path: a small result
// costs a third of a small operator. Blocks up to 64 KiB are kept by size and handed out again.
void installSmallBlockCache();

}  // namespace woodshed
