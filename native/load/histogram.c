#include "histogram.h"

#include <errno.h>
#include <stdio.h>

int histogram_bucket(uint64_t value)
{
    int shift = 64 - HISTOGRAM_SUB_BITS - __builtin_clzll(value | (2 * HISTOGRAM_HALF - 1));
    if (shift > HISTOGRAM_DOUBLINGS)
        return HISTOGRAM_BUCKETS - 1;
    return shift * HISTOGRAM_HALF + (int)(value >> shift);
}

uint64_t histogram_bucket_highest(int bucket)
{
    int shift = bucket / HISTOGRAM_HALF - 1;
    if (shift < 0)
        shift = 0;
    uint64_t position = (uint64_t)(bucket - shift * HISTOGRAM_HALF);
    return ((position + 1) << shift) - 1;
}

void histogram_record(struct histogram *histogram, uint64_t value)
{
    histogram->sum += value;
    if (value < histogram->lowest || histogram->count == 0)
        histogram->lowest = value;
    if (value > histogram->highest)
        histogram->highest = value;
    histogram->count++;
    histogram->buckets[histogram_bucket(value)]++;
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
    if (from->count == 0)
        return;
    if (from->lowest < into->lowest || into->count == 0)
        into->lowest = from->lowest;
    if (from->highest > into->highest)
        into->highest = from->highest;
    into->sum += from->sum;
    into->count += from->count;
    for (int i = 0; i < HISTOGRAM_BUCKETS; i++)
        into->buckets[i] += from->buckets[i];
}

bool histogram_write(const struct histogram *histogram, const char *path)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return false;
    fputs("# flimflam histogram v1 unit=ns significant=3 lowest=100 highest=60000000000\n", file);
    for (int i = 0; i < HISTOGRAM_BUCKETS; i++)
        if (histogram->buckets[i] > 0)
            fprintf(file, "%llu %llu\n", (unsigned long long)histogram_bucket_highest(i),
                    (unsigned long long)histogram->buckets[i]);
    fprintf(file, "# sum=%llu min=%llu max=%llu count=%llu\n", (unsigned long long)histogram->sum,
            (unsigned long long)histogram->lowest, (unsigned long long)histogram->highest,
            (unsigned long long)histogram->count);
    bool written = !ferror(file);
    int error = errno;
    if (fclose(file) != 0)
        return false;
    errno = error;
    return written;
}
