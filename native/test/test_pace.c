// Schedules of bytes, and who waits for his turn.

#include "../load/pace.h"
#include "../load/turns.h"
#include "clock.h"
#include "test.h"
#include "threads.h"

#include <stdlib.h>

static void check_pace(void)
{
    struct pace pace;
    enum { SECOND = 1000000000, DEBT = 50000000 };
    pace_begin(&pace, 8e6, 4, 3, 1000, 5 * (int64_t)SECOND); // 4 of them share 1 MB/s
    int64_t begin = pace_due(&pace, 0, DEBT);
    CHECK(begin == 5 * (int64_t)SECOND + 3 * (4000000 / 4)); // its place among the first pieces of all
    pace.bytes = 250000;
    CHECK(pace_due(&pace, begin, DEBT) == begin + SECOND);
    // A short stall is made up for, most of a long one is not.
    CHECK(pace_due(&pace, begin + SECOND + DEBT, DEBT) == begin + SECOND);
    CHECK(pace_due(&pace, begin + 9 * (int64_t)SECOND, DEBT) == begin + 9 * (int64_t)SECOND - DEBT);
    pace.bytes += 250000;
    CHECK(pace_due(&pace, begin + 9 * (int64_t)SECOND, DEBT) == begin + 10 * (int64_t)SECOND - DEBT);
    // Over a day no rounding adds up.
    pace_begin(&pace, 3e9, 7, 0, 65536, 0);
    pace.bytes = (uint64_t)(3e9 / 8 / 7 * 86400);
    int64_t day = pace_due(&pace, 0, DEBT);
    CHECK(day > 86399999990000 && day < 86400000010000);
    CHECK(pace_piece(1, 1) == 4096 && pace_piece(1e12, 1) == 65536 && pace_piece(1e8, 1) == 12500);
}

static void check_turns(void)
{
    static int who[1000];
    struct turns turns = {0};
    turns_open(&turns, epoll_open());
    CHECK(turns_take(&turns, INT64_MAX) == NULL);
    for (int i = 0; i < 1000; i++)
        turns_add(&turns, i * 7919 % 1000, &who[i * 7919 % 1000]);
    CHECK(turns_take(&turns, -1) == NULL);
    for (int i = 0; i < 500; i++)
        CHECK(turns_take(&turns, 499) == &who[i]);
    CHECK(turns_take(&turns, 499) == NULL && turns.count == 500);
    turns_add(&turns, 3, &who[3]);
    CHECK(turns_take(&turns, 1000) == &who[3]);
    for (int i = 500; i < 1000; i++)
        CHECK(turns_take(&turns, 1000) == &who[i]);
    CHECK(turns.count == 0);
    free(turns.at);
}

int main(void)
{
    check_pace();
    check_turns();
    puts("pace: fine");
    return 0;
}
