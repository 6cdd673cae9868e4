#ifndef FLIMFLAM_PACER_H
#define FLIMFLAM_PACER_H

#include <stdint.h>
#include <sys/epoll.h>

// Waits for events, but not beyond a given time, which is kept to a
// microsecond where the CPU is free.
struct pacer {
    int epoll, timer;
    int64_t lead; // how long before that time it wakes up
};

void pacer_open(struct pacer *pacer, int epoll);

// As epoll_wait; 0 events when the time has come. An event of the timer itself
// has `pacer` as its data and means nothing.
int pacer_wait(struct pacer *pacer, int64_t until, struct epoll_event *events, int most);

#endif
