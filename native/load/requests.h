#ifndef FLIMFLAM_REQUESTS_H
#define FLIMFLAM_REQUESTS_H

#include "counter.h"
#include "histogram.h"
#include "plan.h"
#include "transport.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

// What the clients of requests have in common: threads with counters and
// histograms, the window, and the end.

enum { MOST_HISTOGRAMS = 3 };

// One thread of a client.
struct requester {
    alignas(64) counter received;
    counter sent, operations;
    int number, epoll;
    char *pattern; // what is sent
    char *sink;    // where the received bytes go
    struct histogram histograms[MOST_HISTOGRAMS];
};

struct request_kind {
    bool connects_first; // all connections are open before the load begins
    void (*prepare)(const struct plan *plan); // before the threads start; may be NULL
    // Drives connections number, number + threads, ... until requests.stop is readable.
    void *(*work)(void *requester);
    // In the order of a requester's; each becomes a file NAME.histogram.
    const char *histograms[MOST_HISTOGRAMS];
    // Appends counters to a mark, and says what is known at the end. May be NULL.
    void (*describe_mark)(char *text, size_t size);
    void (*finish)(void);
};

struct requests {
    const struct plan *plan;
    struct transport *transports; // all connections, where they are opened first
    struct requester *requesters;
    int stop;      // an eventfd, readable when the load has to end
    int64_t begun; // when the load began
    _Atomic int64_t begin, end; // of the window: begin <= t < end
};
extern struct requests requests;

// Runs until told to quit, then ends the process.
_Noreturn void requests_run(const struct plan *plan, const struct request_kind *kind);

bool requests_in_window(int64_t when);
void requests_record(struct requester *requester, int histogram, int64_t ns);

// Watches a descriptor: a new one with EPOLL_CTL_ADD, another event with EPOLL_CTL_MOD.
void requests_watch(const struct requester *requester, int operation, int fd, uint32_t events, void *what);

// Bytes that were moved, 0 when the socket has none or takes none now; ends
// the process when the connection is lost. As much is received as a buffer
// holds, to notice an answer that is too long; `more`: see transport.h.
size_t requests_receive(struct requester *requester, const struct transport *transport, int64_t number, bool *more);
size_t requests_send(struct requester *requester, const struct transport *transport, int64_t number, size_t most);
_Noreturn void requests_lost(int64_t number, const char *reason);

#endif
