#ifndef FLIMFLAM_RESPOND_H
#define FLIMFLAM_RESPOND_H

#include "counter.h"
#include "plan.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

// One connection of a server that answers requests.
struct responded {
    int fd;
    size_t partial;     // received bytes of an incomplete request
    uint64_t owed;      // bytes of answers that still have to be sent
    bool over;          // the one answer of a connection is given
    bool greeted;       // its kind is known, see background.h
};

// One thread of such a server.
struct responder {
    alignas(64) counter received;
    counter sent, closed;
    int epoll;
    bool once; // the connection ends with its first answer
    const struct plan *plan;
    char *buffer;
};

// Two ways to take a connection that was accepted: it is watched from now on;
// or first its request is looked for, which may be here already.
void respond_later(struct responder *responder, int fd);
void respond_now(struct responder *responder, int fd);

// Reads, answers, and ends the connection when its peer did or its answer is given. `events`: what epoll told.
void respond(struct responder *responder, struct responded *connection, uint32_t events);

#endif
