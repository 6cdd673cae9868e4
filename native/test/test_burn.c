// A deliberate cost: in proportion to the bytes, whatever the pieces.

#include "../relay/burn.h"
#include "test.h"

#include <time.h>

enum { MIB = 1 << 20 };

static double cpu_of(int64_t ns_per_mib, int64_t pieces, int64_t bytes)
{
    struct burn burn = {.ns_per_mib = ns_per_mib};
    struct timespec begin, end;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    for (int64_t i = 0; i < pieces; i++)
        burn_for(&burn, bytes);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    return (double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec);
}

int main(void)
{
    double once = cpu_of(1000000, 16, MIB);
    CHECK(once >= 15.9e6); // of 16e6 at most one piece is still owed
    double in_small_pieces = cpu_of(1000000, 16 * 1000, MIB / 1000);
    CHECK(in_small_pieces > 0.9 * once && in_small_pieces < 2 * once);
    double twice_as_much = cpu_of(2000000, 16, MIB);
    CHECK(twice_as_much > 1.6 * once && twice_as_much < 4 * once);
    CHECK(cpu_of(0, 16 * 1000, MIB) < once / 4);
    puts("burn: fine");
    return 0;
}
