// The times of an open loop, and how many of them lie before another time.

#include "../load/schedule.h"
#include "test.h"

static void check_rate(int64_t rate)
{
    struct schedule schedule = {.begin = 123456789012345, .rate = rate};
    CHECK(schedule_due(&schedule, 0) == schedule.begin);
    for (int64_t request = 1; request < 5000; request++) {
        int64_t due = schedule_due(&schedule, request);
        CHECK(due >= schedule_due(&schedule, request - 1));
        CHECK(schedule_before(&schedule, due) <= request);
        CHECK(schedule_before(&schedule, due + 1) > request);
    }
    // Exactly the rate, after any whole number of seconds.
    for (int64_t seconds = 1; seconds < 100000; seconds *= 7) {
        CHECK(schedule_due(&schedule, seconds * rate) == schedule.begin + seconds * 1000000000);
        CHECK(schedule_before(&schedule, schedule.begin + seconds * 1000000000) == seconds * rate);
    }
}

int main(void)
{
    check_rate(1);
    check_rate(3);
    check_rate(7919);
    check_rate(10000);
    check_rate(1000000);
    check_rate(SCHEDULE_HIGHEST_RATE);
    struct schedule schedule = {.begin = 1000, .rate = 10};
    CHECK(schedule_before(&schedule, 1000) == 0 && schedule_before(&schedule, 0) == 0);
    CHECK(schedule_before(&schedule, 1001) == 1);
    puts("schedule: fine");
    return 0;
}
