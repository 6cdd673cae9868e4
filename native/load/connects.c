#include "connects.h"

#include "clock.h"
#include "control.h"
#include "failures.h"
#include "memory.h"
#include "tcp.h"

#include <errno.h>
#include <stdio.h>
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
    int fd; // -1: rests
    bool connected;
    size_t unsent, unreceived;
    int64_t begun, deadline; // of the visit, or of the rest
};

struct visitor {
    struct requester *requester;
    struct visit *visits;
    int64_t count;
    int64_t next_look; // at deadlines
};

static counter (*failures)[FAILURE_KINDS]; // of each thread
static _Atomic bool told;

static void fail(struct visitor *visitor, struct visit *visit, enum failure why, const char *words)
{
    counter_add(&failures[visitor->requester->number][why], 1);
    if (!atomic_exchange(&told, true))
        control_say("error first %s: %s", failure_names[why], words);
    if (visit->fd >= 0)
        close(visit->fd);
    visit->fd = -1;
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
        ssize_t sent = send(visit->fd, requester->pattern, length, MSG_NOSIGNAL);
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

static uint32_t events_of(const struct visit *visit)
{
    return EPOLLIN | EPOLLRDHUP | (visit->unsent > 0 ? (uint32_t)EPOLLOUT : 0u);
}

static void begin(struct visitor *visitor, struct visit *visit)
{
    const struct plan *plan = requests.plan;
    visit->connected = false;
    visit->unsent = (size_t)plan->request_size;
    visit->unreceived = (size_t)plan->response_size;
    visit->begun = clock_now();
    visit->deadline = visit->begun + plan->connect_timeout_s * 1000000000;
    visit->fd = plan->request_size <= ONE_PACKET ? tcp_begin_plain_connect(&plan->address)
                                                 : tcp_begin_connect(&plan->address, SEND_BUFFER);
    if (visit->fd < 0) {
        fail_by(visitor, visit, errno);
        return;
    }
    // On the loopback the connection is open by now, as a rule, and the request can go at once.
    if (send_rest(visitor, visit, clock_now()))
        requests_watch(visitor->requester, EPOLL_CTL_ADD, visit->fd, events_of(visit), visit);
}

static void complete(struct visitor *visitor, struct visit *visit)
{
    int64_t now = clock_now();
    counter_add(&visitor->requester->operations, 1);
    if (requests_in_window(now))
        requests_record(visitor->requester, WHOLE, now - visit->begun);
    close(visit->fd);
    begin(visitor, visit);
}

static void receive(struct visitor *visitor, struct visit *visit, uint32_t events)
{
    // One byte more than expected is asked for, to notice an answer that is too long.
    size_t most = visit->unreceived < BUFFER_SIZE ? visit->unreceived + 1 : BUFFER_SIZE;
    ssize_t got = recv(visit->fd, visitor->requester->sink, most, 0);
    if (got < 0 && errno == EAGAIN)
        return;
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
        if (got == 0 || (visit->unreceived == 0 && (events & EPOLLRDHUP)))
            complete(visitor, visit);
    }
}

static void serve(struct visitor *visitor, struct visit *visit, uint32_t events)
{
    if (!visit->connected) {
        int error = tcp_pending_error(visit->fd);
        if (error) {
            fail_by(visitor, visit, error);
            return;
        }
        connected(visitor, visit, clock_now());
    }
    if (visit->unsent > 0 && (events & EPOLLOUT)) {
        if (!send_rest(visitor, visit, 0))
            return;
        if (visit->unsent == 0)
            requests_watch(visitor->requester, EPOLL_CTL_MOD, visit->fd, events_of(visit), visit);
    }
    if (events & ~(uint32_t)EPOLLOUT)
        receive(visitor, visit, events);
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
        if (visit->fd >= 0)
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

// ` refused=0 reset=0 ...`, of all threads.
static void describe_mark(char *text, size_t size)
{
    size_t used = 0;
    for (int why = 0; why < FAILURE_KINDS && used < size; why++) {
        uint64_t sum = 0;
        for (int64_t i = 0; i < requests.plan->threads; i++)
            sum += counter_read(&failures[i][why]);
        used += (size_t)snprintf(text + used, size - used, " %s=%llu", failure_names[why], (unsigned long long)sum);
    }
}

static void prepare(const struct plan *plan)
{
    failures = memory_zeroed((size_t)plan->threads, sizeof *failures);
}

const struct request_kind connects = {
    .prepare = prepare,
    .work = work,
    .histograms = {"latency", "connect"},
    .describe_mark = describe_mark,
};
