// Sums that never go backwards.

#include "../sockets/totals.h"
#include "test.h"

static struct totals look(size_t count, const struct socket_count *seen)
{
    totals_begin();
    for (size_t i = 0; i < count; i++)
        totals_add(&seen[i]);
    return totals_end();
}

int main(void)
{
    struct totals totals = look(2, (struct socket_count[]){{7, 100, 10}, {3, 50, 5}});
    CHECK(totals.sockets == 2 && totals.received == 150 && totals.acked == 15);
    totals = look(2, (struct socket_count[]){{9, 1, 1}, {7, 120, 12}}); // 3 is closed
    CHECK(totals.sockets == 2 && totals.received == 171 && totals.acked == 18);
    totals = look(0, NULL);
    CHECK(totals.sockets == 0 && totals.received == 171 && totals.acked == 18);
    totals = look(2, (struct socket_count[]){{11, 5, 5}, {11, 6, 5}}); // shown twice
    CHECK(totals.sockets == 1 && totals.received == 177 && totals.acked == 23);
    for (uint64_t i = 0; i < 1000; i++) {
        struct socket_count one = {.cookie = 1000 + i, .received = 1};
        totals = look(1, &one);
    }
    CHECK(totals.received == 1177 && totals.acked == 23);
    puts("totals: fine");
    return 0;
}
