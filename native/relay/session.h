#ifndef FLIMFLAM_SESSION_H
#define FLIMFLAM_SESSION_H

#include "burn.h"
#include "corrupt.h"
#include "counter.h"
#include "pipes.h"

#include <netinet/in.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>

enum { CLIENT, SERVER, SIDES };

struct session;

struct side {
    struct session *session;
    int fd;
    uint32_t watched; // what epoll waits for; 0: it is not in epoll
};

// From sides[i] to the other side.
struct flow {
    struct pipe *pipe; // only while something is under way
    bool ended;        // the source sent its last byte
    bool shut;         // and the sink has been told so
    struct corruption corruption;
};

// One relayed connection: its two sockets and the flow out of each of them.
struct session {
    struct side sides[SIDES];
    struct flow flows[SIDES];
    bool connecting, finished;
    struct session *next_finished;
};

struct relayer {
    alignas(64) counter moved[SIDES];
    counter closed;
    int epoll;
    int arrivals[2]; // a pipe of descriptors from the acceptor
    struct pipe_pool pipes;
    struct burn burn;
    struct session *finished; // freed after the batch of events that may still name them
    struct sockaddr_in upstream;
    int64_t corrupt_after; // bytes of each flow; below 0: never
};

// Begins to relay an accepted connection; closes it when that is impossible.
// Like all of these functions to be called by the thread of the relayer.
void session_begin(struct relayer *relayer, int client);

// Serves what epoll reported of one side.
void session_serve(struct relayer *relayer, struct side *side, uint32_t events);

// To be called after each batch of events.
void session_free_finished(struct relayer *relayer);

#endif
