// The layout of the buckets, checked against its definition.

#include "../load/histogram.h"
#include "test.h"

static void check_value(uint64_t value)
{
    int bucket = histogram_bucket(value);
    uint64_t highest = histogram_bucket_highest(bucket);
    CHECK(bucket >= 0 && bucket < HISTOGRAM_BUCKETS);
    CHECK(highest >= value && (highest - value) * 1000 <= value);
    CHECK(bucket == 0 || histogram_bucket_highest(bucket - 1) < value);
}

int main(void)
{
    for (uint64_t value = 0; value < 100000; value++)
        check_value(value);
    for (uint64_t value = 100000; value <= 60000000000; value += value / 777)
        check_value(value);
    check_value(60000000000);

    // As HdrHistogram has them with 3 significant digits and a unit of 1.
    CHECK(histogram_bucket(2047) == 2047 && histogram_bucket(2048) == 2048);
    CHECK(histogram_bucket_highest(histogram_bucket(2048)) == 2049);
    CHECK(histogram_bucket_highest(histogram_bucket(10007)) == 10007);
    CHECK(histogram_bucket_highest(histogram_bucket(100000)) == 100031);
    for (int bucket = 1; bucket < HISTOGRAM_BUCKETS; bucket++)
        CHECK(histogram_bucket(histogram_bucket_highest(bucket - 1) + 1) == bucket);
    CHECK(histogram_bucket(UINT64_MAX) == HISTOGRAM_BUCKETS - 1);

    static struct histogram one, two;
    histogram_record(&one, 500);
    histogram_record(&one, 7000);
    histogram_record(&two, 499);
    histogram_merge(&one, &two);
    CHECK(one.count == 3 && one.sum == 7999 && one.lowest == 499 && one.highest == 7000);
    puts("histogram: fine");
    return 0;
}
