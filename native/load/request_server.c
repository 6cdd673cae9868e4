// The server of requests. All its threads accept: connections that live for
// one request come as often as requests, and must not wait for a thread that
// does nothing but accept. Those that live long are given to the threads in
// turn, so that none has more than the others.

#include "request_server.h"

#include "background.h"
#include "control.h"
#include "fatal.h"
#include "memory.h"
#include "respond.h"
#include "stall.h"
#include "tcp.h"
#include "threads.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct plan *plan;
static struct responder *responders;
static int listener;
static _Atomic uint64_t accepted;

static void accept_one(struct responder *responder)
{
    int fd = responder->once ? tcp_accept_plain(listener) : tcp_accept(listener);
    if (fd < 0)
        return;
    uint64_t turn = atomic_fetch_add(&accepted, 1);
    if (responder->once)
        respond_now(responder, fd);
    else
        respond_later(&responders[turn % (uint64_t)plan->threads], fd);
}

static void *work(void *argument)
{
    struct responder *responder = argument;
    struct epoll_event events[EVENT_BATCH];
    for (;;) {
        int count = epoll_wait(responder->epoll, events, EVENT_BATCH, -1);
        stall_here();
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr)
                respond(responder, events[i].data.ptr, events[i].events);
            else
                accept_one(responder);
        }
    }
    return NULL;
}

static void describe(char *text, size_t size)
{
    uint64_t received = 0, sent = 0, closed = 0;
    for (int64_t i = 0; i < plan->threads; i++) {
        received += counter_read(&responders[i].received);
        sent += counter_read(&responders[i].sent);
        closed += counter_read(&responders[i].closed);
    }
    uint64_t now = atomic_load(&accepted);
    int used = snprintf(text, size, "rx=%llu tx=%llu connections=%llu", (unsigned long long)received,
                        (unsigned long long)sent, (unsigned long long)(now > closed ? now - closed : 0));
    if (plan->background > 0)
        snprintf(text + used, size - (size_t)used, " background=%llu", (unsigned long long)background_received());
}

static void run(const struct plan *given, bool once)
{
    plan = given;
    stall_plan(plan->stall_after_s, plan->stall_for_ms);
    if (plan->background > 0)
        background_serve(plan);
    listener = tcp_listen(&plan->address, SEND_BUFFER);
    fcntl(listener, F_SETFL, fcntl(listener, F_GETFL) | O_NONBLOCK);
    // Every connection begins with a request, so there is nothing to do before that is here.
    if (once)
        setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, &(int){1}, sizeof(int));
    responders = memory_aligned((size_t)plan->threads * sizeof *responders);
    for (int64_t i = 0; i < plan->threads; i++) {
        responders[i].plan = plan;
        responders[i].once = once;
        responders[i].epoll = epoll_open();
        responders[i].buffer = memory_zeroed(1, BUFFER_SIZE);
        // Of the threads that wait the kernel wakes one.
        struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.ptr = NULL};
        if (epoll_ctl(responders[i].epoll, EPOLL_CTL_ADD, listener, &event) < 0)
            fatal("cannot watch the listening socket: %s", strerror(errno));
    }
    for (int64_t i = 0; i < plan->threads; i++)
        thread_start("load", (int)i, work, &responders[i]);
    control_serve(&(struct control){.describe = describe});
    _exit(0); // the threads still use what an orderly end would free
}

void request_server_run(const struct plan *given)
{
    run(given, false);
}

void request_server_run_once(const struct plan *given)
{
    run(given, true);
}
