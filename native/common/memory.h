#ifndef FLIMFLAM_MEMORY_H
#define FLIMFLAM_MEMORY_H

#include <stddef.h>

// A measuring tool that has run out of memory has nothing useful left to do:
// these end the process with one clear line instead of returning NULL.
void *memory_grow(void *old, size_t bytes);
void *memory_zeroed(size_t count, size_t bytes);

// Zeroed, and begins at a cache line.
void *memory_aligned(size_t bytes);

#endif
