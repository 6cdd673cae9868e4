#include "stall.h"

#include "clock.h"

#include <errno.h>
#include <stdatomic.h>

static int64_t after, length;
static _Atomic int64_t begin;

void stall_plan(int64_t after_s, int64_t for_ms)
{
    after = after_s * 1000000000;
    length = for_ms * 1000000;
}

void stall_here(void)
{
    if (length == 0)
        return;
    int64_t none = 0, now = clock_now();
    atomic_compare_exchange_strong(&begin, &none, now + after);
    int64_t stall = atomic_load(&begin);
    if (now < stall || now >= stall + length)
        return;
    struct timespec over = clock_timespec(stall + length);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &over, NULL) == EINTR)
        ;
}
