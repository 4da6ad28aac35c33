// In place of the CUDA toolkit's header of this name, which the wheels that torch depends on do not carry. Its content
// checks which host compiler nvcc has; we compile no device code.
#pragma once
