#ifndef FLIMFLAM_SCHEDULE_H
#define FLIMFLAM_SCHEDULE_H

#include <stdint.h>

// The absolute schedule of an open loop: request k is due at begin + k / rate,
// whatever became of those before it. Nanoseconds, requests per second.
struct schedule {
    int64_t begin, rate;
};

enum { SCHEDULE_HIGHEST_RATE = 1000000000 };

int64_t schedule_due(const struct schedule *schedule, int64_t request);

// How many requests are due before that time.
int64_t schedule_before(const struct schedule *schedule, int64_t when);

#endif
