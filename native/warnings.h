#pragma once

namespace woodshed {

// Prints each warning of this thread, and of the backward passes that it starts, once.
void printWarningsOnce();

}  // namespace woodshed
