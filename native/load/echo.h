#ifndef FLIMFLAM_ECHO_H
#define FLIMFLAM_ECHO_H

#include "counter.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

// One connection of the server. While something could not be sent, nothing
// more is read from it, so that at most one buffer's content has to be kept.
struct echoed {
    int fd;
    size_t owed;      // bytes that still have to be sent
    char *kept;       // a copy of what could not be sent at once
    size_t kept_sent; // how much of it has been sent since
};

struct echoer {
    alignas(64) counter received;
    counter sent, closed;
    int epoll;
    bool light; // as many bytes are sent back as came, not the same ones
    char *buffer;
};

// Serves what epoll reported; ends the connection when its peer did.
void echo_serve(struct echoer *worker, struct echoed *connection);

#endif
