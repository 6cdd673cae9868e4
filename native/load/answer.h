#ifndef FLIMFLAM_ANSWER_H
#define FLIMFLAM_ANSWER_H

#include "counter.h"

#include <stdalign.h>
#include <stddef.h>

// One connection of the server. While something could not be sent, nothing
// more is read from it, so that at most one buffer's content has to be kept.
struct answered {
    int fd;
    size_t partial;   // request-response: received bytes of an incomplete request
    size_t owed;      // bytes that still have to be sent
    char *kept;       // echo: a copy of what could not be sent at once
    size_t kept_sent; // how much of it has been sent since
};

struct answerer {
    alignas(64) counter received;
    counter sent, closed;
    int epoll;
    size_t message_size; // 0: echo
    char *buffer;
};

// Serves what epoll reported; ends the connection when its peer did.
void answer(struct answerer *worker, struct answered *connection);

#endif
