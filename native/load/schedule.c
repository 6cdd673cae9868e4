#include "schedule.h"

static const int64_t second = 1000000000;

// Whole seconds apart from the rest, so that nothing overflows and no rounding
// adds up: the rate is exact however long the load lasts.
int64_t schedule_due(const struct schedule *schedule, int64_t request)
{
    int64_t seconds = request / schedule->rate, rest = request % schedule->rate;
    return schedule->begin + seconds * second + rest * second / schedule->rate;
}

int64_t schedule_before(const struct schedule *schedule, int64_t when)
{
    int64_t passed = when - schedule->begin;
    if (passed <= 0)
        return 0;
    int64_t seconds = passed / second, rest = passed % second;
    return seconds * schedule->rate + (rest * schedule->rate + second - 1) / second;
}
