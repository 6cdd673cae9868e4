#ifndef FLIMFLAM_HISTOGRAM_H
#define FLIMFLAM_HISTOGRAM_H

#include <stdbool.h>
#include <stdint.h>

// Latencies in nanoseconds, in the log-linear buckets of HdrHistogram for
// 3 significant digits: exact below 2048 ns, and then 1024 buckets for each
// doubling, up to beyond 60 s.
enum {
    HISTOGRAM_SUB_BITS = 11,
    HISTOGRAM_HALF = 1 << (HISTOGRAM_SUB_BITS - 1),
    HISTOGRAM_DOUBLINGS = 25,
    HISTOGRAM_BUCKETS = (HISTOGRAM_DOUBLINGS + 2) * HISTOGRAM_HALF,
};

struct histogram {
    uint64_t sum, lowest, highest, count; // exact; lowest is undefined when count is 0
    uint64_t buckets[HISTOGRAM_BUCKETS];
};

int histogram_bucket(uint64_t value);
uint64_t histogram_bucket_highest(int bucket);

void histogram_record(struct histogram *histogram, uint64_t value);
void histogram_merge(struct histogram *into, const struct histogram *from);

// False with errno when the file cannot be written.
bool histogram_write(const struct histogram *histogram, const char *path);

#endif
