#include "connects.h"

#include "clock.h"
#include "failures.h"
#include "memory.h"
#include "tcp.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WHOLE, CONNECT };

// After a failure a job rests, or a port where nobody listens would be asked
// a hundred thousand times a second.
static const int64_t rest_ns = 10000000;
enum { LOOK_MS = 10 };

// A request that is one packet waits for no acknowledgement, so that nothing has to be set for it.
enum { ONE_PACKET = 16 * 1024 };

struct visit {
    struct transport transport; // its fd is -1: rests
    bool connected; // with TLS: the handshake is done
    uint32_t shaking; // the event that the handshake waits for
    uint32_t watched; // those that epoll waits for
    size_t unsent, unreceived;
    int64_t begun, deadline; // of the visit, or of the rest
};

struct visitor {
    struct requester *requester;
    struct visit *visits;
    int64_t count;
    int64_t next_look; // at deadlines
};

static void fail(struct visitor *visitor, struct visit *visit, enum failure why, const char *words)
{
    failures_count(visitor->requester->number, why, words);
    if (visit->transport.fd >= 0)
        transport_close(&visit->transport);
    visit->deadline = clock_now() + rest_ns;
}

static void fail_by(struct visitor *visitor, struct visit *visit, int error)
{
    fail(visitor, visit, failure_of(error), strerror(error));
}

static void connected(struct visitor *visitor, struct visit *visit, int64_t now)
{
    visit->connected = true;
    if (requests_in_window(now))
        requests_record(visitor->requester, CONNECT, now - visit->begun);
}

// False when the visit has failed.
static bool send_rest(struct visitor *visitor, struct visit *visit, int64_t connected_at)
{
    struct requester *requester = visitor->requester;
    while (visit->unsent > 0) {
        size_t length = visit->unsent < BUFFER_SIZE ? visit->unsent : BUFFER_SIZE;
        ssize_t sent = transport_send(&visit->transport, requester->pattern, length);
        if (sent < 0 && errno == EAGAIN)
            return true;
        if (sent < 0) {
            fail_by(visitor, visit, errno);
            return false;
        }
        if (!visit->connected)
            connected(visitor, visit, connected_at);
        counter_add(&requester->sent, (uint64_t)sent);
        visit->unsent -= (size_t)sent;
    }
    return true;
}

// The handshake first, if there is one. False when the visit has failed.
static bool go_on(struct visitor *visitor, struct visit *visit)
{
    if (visit->transport.tls && !visit->connected) {
        int error = transport_handshake(&visit->transport, &visit->shaking);
        if (error == EAGAIN)
            return true;
        if (error) {
            fail_by(visitor, visit, error);
            return false;
        }
        connected(visitor, visit, clock_now());
    }
    return send_rest(visitor, visit, clock_now());
}

static uint32_t events_of(const struct visit *visit)
{
    if (visit->transport.tls && !visit->connected)
        return EPOLLRDHUP | visit->shaking;
    return EPOLLIN | EPOLLRDHUP | (visit->unsent > 0 ? (uint32_t)EPOLLOUT : 0u);
}

static void watch(const struct visitor *visitor, struct visit *visit, int operation)
{
    uint32_t events = events_of(visit);
    if (operation == EPOLL_CTL_MOD && events == visit->watched)
        return;
    visit->watched = events;
    requests_watch(visitor->requester, operation, visit->transport.fd, events, visit);
}

static void begin(struct visitor *visitor, struct visit *visit)
{
    const struct plan *plan = requests.plan;
    visit->connected = false;
    visit->unsent = (size_t)plan->request_size;
    visit->unreceived = (size_t)plan->response_size;
    visit->begun = clock_now();
    visit->deadline = visit->begun + plan->connect_timeout_s * 1000000000;
    visit->transport.fd = plan->request_size <= ONE_PACKET ? tcp_begin_plain_connect(&plan->address)
                                                           : tcp_begin_connect(&plan->address, SEND_BUFFER);
    if (visit->transport.fd < 0) {
        fail_by(visitor, visit, errno);
        return;
    }
    transport_begin(&visit->transport);
    // On the loopback the connection is open by now, as a rule, and the request can go at once.
    if (go_on(visitor, visit))
        watch(visitor, visit, EPOLL_CTL_ADD);
}

static void complete(struct visitor *visitor, struct visit *visit)
{
    int64_t now = clock_now();
    counter_add(&visitor->requester->operations, 1);
    if (requests_in_window(now))
        requests_record(visitor->requester, WHOLE, now - visit->begun);
    transport_close(&visit->transport);
    begin(visitor, visit);
}

// True when there may be more of this visit.
static bool receive(struct visitor *visitor, struct visit *visit, uint32_t events)
{
    bool more = false;
    // As much as there may be is asked for, to notice an answer that is too long.
    ssize_t got = transport_receive(&visit->transport, visitor->requester->sink, BUFFER_SIZE, 0, &more);
    if (got < 0 && errno == EAGAIN)
        return false;
    if (got < 0) {
        fail_by(visitor, visit, errno);
    } else if ((size_t)got > visit->unreceived) {
        fail(visitor, visit, FAILURE_OTHER, "more was answered than asked for");
    } else if (got == 0 && visit->unreceived > 0) {
        fail(visitor, visit, FAILURE_CLOSED, "closed before the answer was complete");
    } else {
        counter_add(&visitor->requester->received, (uint64_t)got);
        visit->unreceived -= (size_t)got;
        // The end of the stream mostly comes with the answer; else it is another event.
        if (got > 0 && !(visit->unreceived == 0 && (events & EPOLLRDHUP)))
            return more;
        complete(visitor, visit);
    }
    return false;
}

static void serve(struct visitor *visitor, struct visit *visit, uint32_t events)
{
    if (!visit->connected && visit->transport.tls) {
        if (go_on(visitor, visit))
            watch(visitor, visit, EPOLL_CTL_MOD);
        return;
    }
    if (!visit->connected) {
        int error = tcp_pending_error(visit->transport.fd);
        if (error) {
            fail_by(visitor, visit, error);
            return;
        }
        connected(visitor, visit, clock_now());
    }
    if (visit->unsent > 0 && (events & EPOLLOUT)) {
        if (!send_rest(visitor, visit, 0))
            return;
        watch(visitor, visit, EPOLL_CTL_MOD);
    }
    if (events & ~(uint32_t)EPOLLOUT)
        while (receive(visitor, visit, events))
            ;
}

static void look_at_deadlines(struct visitor *visitor)
{
    int64_t now = clock_now();
    if (now < visitor->next_look)
        return;
    visitor->next_look = now + LOOK_MS * 1000000;
    for (int64_t i = 0; i < visitor->count; i++) {
        struct visit *visit = &visitor->visits[i];
        if (now < visit->deadline)
            continue;
        if (visit->transport.fd >= 0)
            fail_by(visitor, visit, ETIMEDOUT);
        else
            begin(visitor, visit);
    }
}

static void *work(void *argument)
{
    struct visitor visitor = {.requester = argument};
    const struct plan *plan = requests.plan;
    visitor.count = (plan->jobs - visitor.requester->number + plan->threads - 1) / plan->threads;
    visitor.visits = memory_zeroed((size_t)visitor.count, sizeof *visitor.visits);
    for (int64_t i = 0; i < visitor.count; i++)
        begin(&visitor, &visitor.visits[i]);
    struct epoll_event events[EVENT_BATCH];
    for (;;) {
        int count = epoll_wait(visitor.requester->epoll, events, EVENT_BATCH, LOOK_MS);
        for (int i = 0; i < count; i++) {
            if (!events[i].data.ptr)
                return NULL;
            serve(&visitor, events[i].data.ptr, events[i].events);
        }
        look_at_deadlines(&visitor);
    }
}

static void prepare(const struct plan *plan)
{
    failures_prepare(plan->threads);
}

const struct request_kind connects = {
    .prepare = prepare,
    .work = work,
    .histograms = {"latency", "connect"},
    .describe_mark = failures_describe,
};
