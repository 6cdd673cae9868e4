// The server end of an echoed stream: an acceptor hands each connection to one of the workers,
// which serve theirs with one epoll each.

#include "echo_server.h"

#include "control.h"
#include "counter.h"
#include "echo.h"
#include "fatal.h"
#include "memory.h"
#include "tcp.h"
#include "threads.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

static const struct plan *plan;
static struct echoer *workers;
static counter accepted;

static void *work(void *argument)
{
    struct echoer *worker = argument;
    struct epoll_event events[EVENT_BATCH];
    for (;;) {
        int count = epoll_wait(worker->epoll, events, EVENT_BATCH, -1);
        for (int i = 0; i < count; i++)
            echo_serve(worker, events[i].data.ptr);
    }
    return NULL;
}

static void *accept_all(void *argument)
{
    const int *listener = argument;
    for (int64_t next = 0;; next = (next + 1) % plan->threads) {
        struct echoed *connection = memory_zeroed(1, sizeof *connection);
        connection->fd = tcp_accept(*listener);
        counter_add(&accepted, 1);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        if (epoll_ctl(workers[next].epoll, EPOLL_CTL_ADD, connection->fd, &event) < 0)
            fatal("cannot watch a connection: %s", strerror(errno));
    }
    return NULL;
}

static void describe(char *text, size_t size)
{
    uint64_t received = 0, sent = 0, closed = 0;
    for (int64_t i = 0; i < plan->threads; i++) {
        received += counter_read(&workers[i].received);
        sent += counter_read(&workers[i].sent);
        closed += counter_read(&workers[i].closed);
    }
    snprintf(text, size, "rx=%llu tx=%llu connections=%llu", (unsigned long long)received,
             (unsigned long long)sent, (unsigned long long)(counter_read(&accepted) - closed));
}

void echo_server_run(const struct plan *given)
{
    plan = given;
    workers = memory_aligned((size_t)plan->threads * sizeof *workers);
    for (int64_t i = 0; i < plan->threads; i++) {
        workers[i].epoll = epoll_open();
        workers[i].light = plan->light;
        workers[i].buffer = memory_zeroed(1, BUFFER_SIZE);
        thread_start("load", (int)i, work, &workers[i]);
    }
    static int listener;
    listener = tcp_listen(&plan->address, SEND_BUFFER);
    thread_start("load-accept", 0, accept_all, &listener);
    control_serve(&(struct control){.describe = describe});
    _exit(0); // the threads still use what an orderly end would free
}
