#include "pipeline.h"

#include "memory.h"

#include <stdlib.h>

static void grow(struct pipeline *pipeline)
{
    size_t capacity = pipeline->capacity ? 2 * pipeline->capacity : 16;
    struct under_way *ring = memory_zeroed(capacity, sizeof *ring);
    for (size_t i = 0; i < pipeline->count; i++)
        ring[i] = pipeline->ring[(pipeline->first + i) & (pipeline->capacity - 1)];
    free(pipeline->ring);
    *pipeline = (struct pipeline){.ring = ring, .count = pipeline->count, .capacity = capacity};
}

void pipeline_add(struct pipeline *pipeline, struct under_way request)
{
    if (pipeline->count == pipeline->capacity)
        grow(pipeline);
    pipeline->ring[(pipeline->first + pipeline->count++) & (pipeline->capacity - 1)] = request;
}

struct under_way pipeline_take(struct pipeline *pipeline)
{
    struct under_way request = pipeline->ring[pipeline->first];
    pipeline->first = (pipeline->first + 1) & (pipeline->capacity - 1);
    pipeline->count--;
    return request;
}
