/* LD_PRELOAD: each read of a .wav takes WOODSHED_SLOW_MS longer, as of a disk that seeks; on rank WOODSHED_SLOW_RANK
 * alone where that is set. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static void delay(int fd) {
  char link[64], path[4096];
  const char *ms = getenv("WOODSHED_SLOW_MS"), *only = getenv("WOODSHED_SLOW_RANK"), *rank = getenv("RANK");
  if (ms == NULL || (only != NULL && (rank == NULL || strcmp(only, rank) != 0))) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 4 || memcmp(path + length - 4, ".wav", 4) != 0) return;
  long ns = (long)(atof(ms) * 1e6);
  struct timespec time = {ns / 1000000000, ns % 1000000000};
  nanosleep(&time, NULL);
}

ssize_t pread64(int fd, void *buffer, size_t count, off64_t offset) {
  static ssize_t (*real)(int, void *, size_t, off64_t);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "pread64");
  delay(fd);
  return real(fd, buffer, count, offset);
}

ssize_t pread(int fd, void *buffer, size_t count, off_t offset) { return pread64(fd, buffer, count, offset); }
