#ifndef FLIMFLAM_CLOCK_H
#define FLIMFLAM_CLOCK_H

#include <stdint.h>
#include <time.h>

// All times of Flimflam are CLOCK_MONOTONIC nanoseconds: one clock for every
// process of the machine, and immune to a step of the wall clock.
static inline int64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline struct timespec clock_timespec(int64_t ns)
{
    return (struct timespec){.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
}

#endif
