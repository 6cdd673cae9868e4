#include "pacer.h"

#include "clock.h"
#include "fatal.h"

#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>

// A timer wakes a sleeping thread late: by 44 us at the median in a virtual
// machine (Linux 6.18, KVM), where an idle CPU has to be scheduled again
// first; by some 3 to 6 us on hardware. So it is set ahead by what it was late
// lately, and the rest of the time is spent asking without sleeping. With that
// the median lag was 0.4 us. More than this is not worth a CPU: it was then
// not the timer that was late, but others had the CPU.
enum { LONGEST_LEAD_NS = 100000 };

void pacer_open(struct pacer *pacer, int epoll)
{
    pacer->epoll = epoll;
    pacer->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = pacer};
    if (pacer->timer < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, pacer->timer, &event) < 0)
        fatal("cannot create a timer: %s", strerror(errno));
}

// Up quickly, down slowly: being too early costs some CPU, too late is an error.
static void learn(struct pacer *pacer, int64_t late)
{
    if (late < 0 || late > LONGEST_LEAD_NS)
        return;
    pacer->lead += late > pacer->lead ? (late - pacer->lead) / 2 : (late - pacer->lead) / 64;
}

int pacer_wait(struct pacer *pacer, int64_t until, struct epoll_event *events, int most)
{
    int64_t wake = until - pacer->lead;
    if (wake <= clock_now())
        return epoll_wait(pacer->epoll, events, most, 0);
    struct itimerspec when = {.it_value = clock_timespec(wake)};
    timerfd_settime(pacer->timer, TFD_TIMER_ABSTIME, &when, NULL); // also clears the last expiry
    int count = epoll_wait(pacer->epoll, events, most, -1);
    if (count == 1 && events[0].data.ptr == pacer)
        learn(pacer, clock_now() - wake);
    return count;
}
