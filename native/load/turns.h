#ifndef FLIMFLAM_TURNS_H
#define FLIMFLAM_TURNS_H

#include <stddef.h>
#include <stdint.h>

// Who waits for which time, the earliest first: a binary heap, and a timer in
// an epoll that becomes readable, with NULL as its data, when one is due.
struct turn {
    int64_t due;
    void *who;
};

struct turns {
    struct turn *at;
    size_t count, capacity;
    int timer;
};

void turns_open(struct turns *turns, int epoll);
void turns_add(struct turns *turns, int64_t due, void *who);

// Whoever is due by now, or NULL.
void *turns_take(struct turns *turns, int64_t now);

// Sets the timer for the earliest that is left.
void turns_arm(const struct turns *turns);

#endif
