#include "closed_loop.h"

#include "clock.h"
#include "memory.h"

#include <sys/epoll.h>

// A connection and its request under way; an idle one has none, and its end is seen all the same.
struct exchange {
    struct transport transport;
    int64_t number;
    size_t unsent, unreceived;
    int64_t begun;
};

// Edge-triggered: what changes is told once. Else the kernel looks at each
// socket again after its turn, and among thousands of them that is a visit to
// memory that is in no cache any more.
enum { CHANGES = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET };

static void send_rest(struct requester *requester, struct exchange *exchange)
{
    while (exchange->unsent > 0) {
        size_t sent = requests_send(requester, &exchange->transport, exchange->number, exchange->unsent);
        if (sent == 0)
            return;
        exchange->unsent -= sent;
    }
}

static void begin(struct requester *requester, struct exchange *exchange, int64_t now)
{
    exchange->begun = now;
    exchange->unsent = (size_t)requests.plan->request_size;
    exchange->unreceived = (size_t)requests.plan->response_size;
    send_rest(requester, exchange);
}

static void take(struct requester *requester, struct exchange *exchange, size_t got)
{
    if (got > exchange->unreceived || (exchange->unsent > 0 && got == exchange->unreceived))
        requests_lost(exchange->number, "more was answered than asked for");
    exchange->unreceived -= got;
    if (exchange->unreceived > 0)
        return;
    int64_t now = clock_now();
    counter_add(&requester->operations, 1);
    if (requests_in_window(now))
        requests_record(requester, 0, now - exchange->begun);
    begin(requester, exchange, now);
}

static void serve(struct requester *requester, struct exchange *exchange, uint32_t events)
{
    send_rest(requester, exchange);
    bool more;
    size_t got = requests_receive(requester, &exchange->transport, exchange->number, &more);
    if (got == 0)
        return;
    take(requester, exchange, got);
    // More may be there that was told already, or the end of the stream: to ask again is to hear of it.
    if (more || (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)))
        requests_watch(requester, EPOLL_CTL_MOD, exchange->transport.fd, CHANGES, exchange);
}

static void *work(void *argument)
{
    struct requester *requester = argument;
    const struct plan *plan = requests.plan;
    for (int64_t i = requester->number; i < plan->jobs; i += plan->threads) {
        struct exchange *exchange = memory_zeroed(1, sizeof *exchange);
        exchange->transport = requests.transports[i];
        exchange->number = i;
        if (i < plan->active)
            begin(requester, exchange, clock_now());
        requests_watch(requester, EPOLL_CTL_ADD, exchange->transport.fd, CHANGES, exchange);
    }
    struct epoll_event events[EVENT_BATCH];
    for (;;) {
        int count = epoll_wait(requester->epoll, events, EVENT_BATCH, -1);
        for (int i = 0; i < count; i++) {
            if (!events[i].data.ptr)
                return NULL;
            serve(requester, events[i].data.ptr, events[i].events);
        }
    }
}

const struct request_kind closed_loop = {
    .connects_first = true,
    .work = work,
    .histograms = {"latency"},
};
