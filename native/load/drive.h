#ifndef FLIMFLAM_DRIVE_H
#define FLIMFLAM_DRIVE_H

#include "counter.h"
#include "histogram.h"

#include <stdalign.h>
#include <stddef.h>

// One connection of the client.
struct driven {
    int fd;
    int number;
    size_t unsent, unreceived; // request-response: of the operation under way
    int64_t begun;
};

struct driver {
    alignas(64) counter received;
    counter sent, operations;
    int epoll;
    size_t message_size;
    char *pattern; // what is sent
    char *sink;    // where the received bytes go
    struct histogram latencies;
};

// Operations are recorded that complete at begin <= t < end.
struct window {
    _Atomic int64_t begin, end;
};
extern struct window drive_window;

// The first send of a connection, and what to do when epoll reports something
// of it. Both end the process when the connection is lost.
void drive_echo(struct driver *driver, struct driven *connection, uint32_t events);
void drive_requests_begin(struct driver *driver, struct driven *connection);
void drive_requests(struct driver *driver, struct driven *connection, uint32_t events);

#endif
