#include "connect.h"

#include "clock.h"
#include "fatal.h"
#include "memory.h"
#include "tcp.h"
#include "threads.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

// A handshake costs each end some milliseconds of a busy CPU: of thousands at
// once the relay would give some up while it is still at others.
enum { HANDSHAKES_AT_ONCE = 128 };

static _Noreturn void cannot_connect(const struct plan *plan, int error)
{
    fatal("cannot connect to %s:%d: %s", inet_ntoa(plan->address.sin_addr), ntohs(plan->address.sin_port),
          strerror(error));
}

// True when the connection is ready; else what it waits for was told to the epoll.
static bool went_on(const struct plan *plan, struct transport *transport, int epoll)
{
    if (!transport->tls) {
        int failed = tcp_pending_error(transport->fd);
        if (failed)
            cannot_connect(plan, failed);
        transport_begin(transport);
    }
    uint32_t wanted = 0;
    int error = transport->tls ? transport_handshake(transport, &wanted) : 0;
    if (error != 0 && error != EAGAIN)
        transport_lost();
    struct epoll_event event = {.events = wanted, .data.ptr = transport};
    epoll_ctl(epoll, wanted ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, transport->fd, &event);
    return wanted == 0;
}

static void await_all(const struct plan *plan, int64_t missing, int epoll)
{
    int64_t deadline = clock_now() + plan->connect_timeout_s * 1000000000;
    bool connected = false; // of TLS: a handshake is under way
    struct epoll_event events[EVENT_BATCH];
    while (missing > 0) {
        int64_t left_ms = (deadline - clock_now()) / 1000000;
        int count = epoll_wait(epoll, events, EVENT_BATCH, left_ms < 0 ? 0 : (int)left_ms + 1);
        if (count == 0 && connected)
            transport_late(plan->connect_timeout_s);
        if (count == 0)
            cannot_connect(plan, ETIMEDOUT);
        for (int i = 0; i < count; i++) {
            struct transport *transport = events[i].data.ptr;
            if (went_on(plan, transport, epoll))
                missing--;
            connected = connected || transport->tls;
        }
    }
}

static void connect_batch(const struct plan *plan, struct transport *transports, int64_t count, int epoll)
{
    for (int64_t i = 0; i < count; i++) {
        transports[i].fd = tcp_begin_connect(&plan->address, SEND_BUFFER);
        if (transports[i].fd < 0)
            cannot_connect(plan, errno);
        struct epoll_event event = {.events = EPOLLOUT, .data.ptr = &transports[i]};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, transports[i].fd, &event) < 0)
            cannot_connect(plan, errno);
    }
    await_all(plan, count, epoll);
}

struct transport *connect_some(const struct plan *plan, int64_t count)
{
    struct transport *transports = memory_zeroed((size_t)count, sizeof *transports);
    int epoll = epoll_open();
    int64_t batch = plan->tls.authority ? HANDSHAKES_AT_ONCE : count;
    for (int64_t i = 0; i < count; i += batch)
        connect_batch(plan, transports + i, batch < count - i ? batch : count - i, epoll);
    close(epoll);
    return transports;
}

struct transport *connect_all(const struct plan *plan)
{
    return connect_some(plan, plan->jobs);
}
