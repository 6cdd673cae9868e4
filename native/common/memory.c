#include "memory.h"

#include "fatal.h"

#include <stdlib.h>
#include <string.h>

void *memory_grow(void *old, size_t bytes)
{
    void *grown = realloc(old, bytes);
    if (!grown)
        fatal("out of memory");
    return grown;
}

void *memory_zeroed(size_t count, size_t bytes)
{
    void *fresh = calloc(count, bytes);
    if (!fresh)
        fatal("out of memory");
    return fresh;
}

void *memory_aligned(size_t bytes)
{
    void *fresh = NULL;
    if (posix_memalign(&fresh, 64, bytes) != 0)
        fatal("out of memory");
    return memset(fresh, 0, bytes);
}
