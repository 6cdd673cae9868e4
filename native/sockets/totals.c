#include "totals.h"

#include "memory.h"

#include <stdlib.h>

struct list {
    struct socket_count *at;
    size_t count, capacity;
};

static struct list before, now; // before is sorted by cookie
static uint64_t closed_received, closed_acked;

static int by_cookie(const void *left, const void *right)
{
    uint64_t a = ((const struct socket_count *)left)->cookie;
    uint64_t b = ((const struct socket_count *)right)->cookie;
    return (a > b) - (a < b);
}

void totals_begin(void)
{
    now.count = 0;
}

void totals_add(const struct socket_count *seen)
{
    if (now.count == now.capacity) {
        now.capacity = 2 * now.capacity + 64;
        now.at = memory_grow(now.at, now.capacity * sizeof *now.at);
    }
    now.at[now.count++] = *seen;
}

// The kernel's walk may show a socket twice when others come and go meanwhile.
static void sort_once_each(struct list *list)
{
    size_t kept = 0;
    if (list->count > 1)
        qsort(list->at, list->count, sizeof *list->at, by_cookie);
    for (size_t i = 0; i < list->count; i++) {
        if (kept > 0 && list->at[kept - 1].cookie == list->at[i].cookie) {
            if (list->at[i].received + list->at[i].acked > list->at[kept - 1].received + list->at[kept - 1].acked)
                list->at[kept - 1] = list->at[i];
        } else {
            list->at[kept++] = list->at[i];
        }
    }
    list->count = kept;
}

struct totals totals_end(void)
{
    sort_once_each(&now);
    for (size_t old = 0, new = 0; old < before.count; old++) {
        while (new < now.count && now.at[new].cookie < before.at[old].cookie)
            new++;
        if (new == now.count || now.at[new].cookie != before.at[old].cookie) {
            closed_received += before.at[old].received;
            closed_acked += before.at[old].acked;
        }
    }
    struct totals totals = {.sockets = now.count, .received = closed_received, .acked = closed_acked};
    for (size_t i = 0; i < now.count; i++) {
        totals.received += now.at[i].received;
        totals.acked += now.at[i].acked;
    }
    struct list spare = before;
    before = now;
    now = spare;
    return totals;
}
