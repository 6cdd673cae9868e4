// flimflam-relay: forwards TCP connections inside the kernel with splice(), as
// the measure of what any relay could reach.

#include "control.h"
#include "fatal.h"
#include "memory.h"
#include "options.h"
#include "session.h"
#include "tcp.h"
#include "threads.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENT_BATCH = 64 };

static int64_t thread_count = 1;
static struct relayer *relayers;
static counter accepted;
static int64_t corrupt_after = -1;

// So many at most: where thousands arrive, those that are there already go on meanwhile.
static void begin_arrived(struct relayer *relayer)
{
    int client;
    for (int i = 0; i < EVENT_BATCH; i++) {
        if (read(relayer->arrivals[0], &client, sizeof client) != (ssize_t)sizeof client)
            return;
        session_begin(relayer, client);
    }
}

static void *work(void *argument)
{
    struct relayer *relayer = argument;
    struct epoll_event events[EVENT_BATCH];
    for (;;) {
        int count = epoll_wait(relayer->epoll, events, EVENT_BATCH, -1);
        for (int i = 0; i < count; i++)
            if (events[i].data.ptr)
                session_serve(relayer, events[i].data.ptr, events[i].events);
            else
                begin_arrived(relayer);
        session_free_finished(relayer);
    }
    return NULL;
}

static void *accept_all(void *argument)
{
    const int *listener = argument;
    for (int64_t next = 0;; next = (next + 1) % thread_count) {
        int client = tcp_accept(*listener);
        counter_add(&accepted, 1);
        if (write(relayers[next].arrivals[1], &client, sizeof client) < 0)
            fatal("cannot hand over a connection: %s", strerror(errno));
    }
    return NULL;
}

static void describe(char *text, size_t size)
{
    uint64_t moved[SIDES] = {0}, closed = 0, smallest = 0;
    for (int64_t i = 0; i < thread_count; i++) {
        moved[CLIENT] += counter_read(&relayers[i].moved[CLIENT]);
        moved[SERVER] += counter_read(&relayers[i].moved[SERVER]);
        closed += counter_read(&relayers[i].closed);
        uint64_t its = counter_read(&relayers[i].pipes.smallest);
        if (its > 0 && (smallest == 0 || its < smallest))
            smallest = its;
    }
    snprintf(text, size, "rx=%llu tx=%llu connections=%llu pipe_bytes=%llu", (unsigned long long)moved[CLIENT],
             (unsigned long long)moved[SERVER], (unsigned long long)(counter_read(&accepted) - closed),
             (unsigned long long)smallest);
}

static void end_cleanly(int number)
{
    (void)number;
    _exit(0);
}

static void prepare(struct relayer *relayer, const struct sockaddr_in *upstream, int64_t pipe_size, int64_t burn_us)
{
    relayer->upstream = *upstream;
    relayer->corrupt_after = corrupt_after;
    relayer->pipes.wanted_size = (int)pipe_size;
    relayer->burn.ns_per_mib = 1000 * burn_us;
    relayer->epoll = epoll_open();
    if (pipe2(relayer->arrivals, O_CLOEXEC) < 0)
        fatal("cannot create a pipe: %s", strerror(errno));
    fcntl(relayer->arrivals[0], F_SETFL, O_NONBLOCK); // the acceptor may wait, the worker not
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    if (epoll_ctl(relayer->epoll, EPOLL_CTL_ADD, relayer->arrivals[0], &event) < 0)
        fatal("cannot watch a pipe: %s", strerror(errno));
}

int main(int count, char **arguments)
{
    struct sockaddr_in address = {0}, upstream = {0};
    int64_t pipe_size = 1 << 20, burn_us = 0;
    options_read(count, arguments, 1, (const struct option_rule[]){
        {.name = "--listen", .address = &address},
        {.name = "--connect", .address = &upstream},
        {.name = "--threads", .number = &thread_count, .lowest = 1, .highest = 1024},
        {.name = "--pipe-size", .number = &pipe_size, .lowest = 4096, .highest = 1 << 30},
        {.name = "--burn", .number = &burn_us, .lowest = 0, .highest = 1000000}, // of CPU for each MiB
        {.name = "--corrupt-after", .number = &corrupt_after, .lowest = 0, .highest = INT64_MAX}, // a fault, for tests
        {.name = NULL},
    }, NULL);
    options_require("--listen", &address);
    options_require("--connect", &upstream);

    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, end_cleanly);
    tcp_raise_descriptor_limit();
    relayers = memory_aligned((size_t)thread_count * sizeof *relayers);
    for (int64_t i = 0; i < thread_count; i++) {
        prepare(&relayers[i], &upstream, pipe_size, burn_us);
        thread_start("relay", (int)i, work, &relayers[i]);
    }
    static int listener;
    listener = tcp_listen(&address, 0);
    thread_start("relay-accept", 0, accept_all, &listener);
    control_serve(&(struct control){.describe = describe});
    _exit(0); // the threads still use what an orderly end would free
}
