"""glibc's allocator with the thresholds that Woodshed sets at load; call it before torch is imported."""

import ctypes


def use_woodsheds_thresholds():
    libc = ctypes.CDLL("libc.so.6")
    libc.mallopt(-4, 0)  # M_MMAP_MAX
    libc.mallopt(-1, -1)  # M_TRIM_THRESHOLD
    libc.mallopt(-2, 256 << 20)  # M_TOP_PAD
