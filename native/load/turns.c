#include "turns.h"

#include "clock.h"
#include "fatal.h"
#include "memory.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

void turns_open(struct turns *turns, int epoll)
{
    turns->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    if (turns->timer < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, turns->timer, &event) < 0)
        fatal("cannot create a timer: %s", strerror(errno));
}

static void swap(struct turn *a, struct turn *b)
{
    struct turn kept = *a;
    *a = *b;
    *b = kept;
}

void turns_add(struct turns *turns, int64_t due, void *who)
{
    if (turns->count == turns->capacity) {
        turns->capacity = 2 * turns->capacity + 16;
        turns->at = memory_grow(turns->at, turns->capacity * sizeof *turns->at);
    }
    size_t place = turns->count++;
    turns->at[place] = (struct turn){due, who};
    for (; place > 0 && turns->at[(place - 1) / 2].due > turns->at[place].due; place = (place - 1) / 2)
        swap(&turns->at[place], &turns->at[(place - 1) / 2]);
}

void *turns_take(struct turns *turns, int64_t now)
{
    if (turns->count == 0 || turns->at[0].due > now)
        return NULL;
    void *who = turns->at[0].who;
    turns->at[0] = turns->at[--turns->count];
    for (size_t place = 0;;) {
        size_t least = place;
        for (size_t child = 2 * place + 1; child <= 2 * place + 2 && child < turns->count; child++)
            if (turns->at[child].due < turns->at[least].due)
                least = child;
        if (least == place)
            return who;
        swap(&turns->at[place], &turns->at[least]);
        place = least;
    }
}

void turns_arm(const struct turns *turns)
{
    // A time of 0 would switch the timer off, and so it is right when nobody waits.
    struct itimerspec when = {.it_value = clock_timespec(turns->count > 0 ? turns->at[0].due : 0)};
    timerfd_settime(turns->timer, TFD_TIMER_ABSTIME, &when, NULL);
}
