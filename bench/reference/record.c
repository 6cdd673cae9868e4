// What it costs to record a latency: nanoseconds for each, of several
// measurements, with values as they come from a chain (20 us to 1 ms, seldom
// far more), so that the buckets are spread over the cache as in a run.

#include "../../native/load/histogram.h"

#include <stdio.h>
#include <time.h>

enum { VALUES = 1 << 16, ROUNDS = 100, MEASUREMENTS = 9 };

static uint64_t values[VALUES];
static struct histogram histogram;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(void)
{
    uint64_t random = 88172645463325252;
    for (int i = 0; i < VALUES; i++) {
        random ^= random << 13, random ^= random >> 7, random ^= random << 17; // xorshift
        values[i] = 20000 + random % (i % 100 == 0 ? 100000000 : 980000);
    }
    for (int measurement = 0; measurement < MEASUREMENTS; measurement++) {
        double begin = now();
        for (int round = 0; round < ROUNDS; round++)
            for (int i = 0; i < VALUES; i++)
                histogram_record(&histogram, values[i]);
        printf("%.2f\n", (now() - begin) * 1e9 / ROUNDS / VALUES);
    }
    return histogram.count == (uint64_t)MEASUREMENTS * ROUNDS * VALUES ? 0 : 1;
}
