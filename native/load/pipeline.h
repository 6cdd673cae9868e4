#ifndef FLIMFLAM_PIPELINE_H
#define FLIMFLAM_PIPELINE_H

#include <stdint.h>
#include <stddef.h>

// A request under way: when it was to be sent, and when it was.
struct under_way {
    int64_t due, begun;
};

// The requests of one connection that wait for their answers, in order.
struct pipeline {
    struct under_way *ring; // `capacity` of them, a power of two
    size_t first, count, capacity;
};

enum { PIPELINE_LIMIT = 1 << 22 };

// The caller looks that there are less than PIPELINE_LIMIT, or more than 0.
void pipeline_add(struct pipeline *pipeline, struct under_way request);
struct under_way pipeline_take(struct pipeline *pipeline);

#endif
