// Request k goes over connection k modulo active connections, behind those of it that
// are not answered yet. All three times of a request are counted by the time
// at which it was due, so that those of the window are the same ones in all
// histograms. A request is begun when this thread gets to it: that the socket
// takes nothing more is the slowness of the chain, and no lag of ours.

#include "open_loop.h"

#include "clock.h"
#include "control.h"
#include "memory.h"
#include "pacer.h"
#include "pipeline.h"
#include "schedule.h"

#include <sys/epoll.h>

enum { RESPONSE, SERVICE, LAG };

// Sending must not keep answers waiting for long when there is much to catch up with.
enum { SEND_BATCH = 16 };

// After the end of the load answers to requests of the window are waited for so long.
static const int64_t patience_ns = 2000000000;

struct line {
    struct transport transport;
    int64_t number;
    struct pipeline pipeline;
    size_t unsent;  // bytes of begun requests that the socket did not take yet
    size_t partial; // received bytes of an incomplete answer
};

struct sender {
    struct requester *requester;
    struct pacer pacer;
    struct schedule schedule;
    struct line *lines;
    int64_t count;        // of those that are not idle
    int64_t round, place; // of the next request: round * active + lines[place].number
    int64_t give_up;      // INT64_MAX until the load has to end
};

static void flush(const struct sender *sender, struct line *line)
{
    while (line->unsent > 0) {
        size_t sent = requests_send(sender->requester, &line->transport, line->number, line->unsent);
        if (sent == 0)
            return;
        line->unsent -= sent;
    }
}

static void begin(struct sender *sender, struct line *line, int64_t due, int64_t now)
{
    if (line->pipeline.count == PIPELINE_LIMIT)
        requests_lost(line->number, "4 million requests wait for their answers");
    pipeline_add(&line->pipeline, (struct under_way){.due = due, .begun = now});
    if (requests_in_window(due))
        requests_record(sender->requester, LAG, now - due);
    bool blocked = line->unsent > 0;
    line->unsent += (size_t)requests.plan->request_size;
    if (blocked)
        return;
    flush(sender, line);
    if (line->unsent > 0)
        requests_watch(sender->requester, EPOLL_CTL_MOD, line->transport.fd, EPOLLIN | EPOLLOUT, line);
}

// Begins what is due, and returns when the next request is.
static int64_t begin_due(struct sender *sender)
{
    if (sender->count == 0)
        return INT64_MAX;
    for (int batch = 0;; batch++) {
        struct line *line = &sender->lines[sender->place];
        int64_t due = schedule_due(&sender->schedule, sender->round * requests.plan->active + line->number);
        int64_t now = clock_now();
        if (due > now || batch == SEND_BATCH)
            return due;
        begin(sender, line, due, now);
        if (++sender->place == sender->count) {
            sender->place = 0;
            sender->round++;
        }
    }
}

static void complete(struct sender *sender, struct line *line, int64_t now)
{
    struct under_way request = pipeline_take(&line->pipeline);
    counter_add(&sender->requester->operations, 1);
    if (!requests_in_window(request.due))
        return;
    requests_record(sender->requester, RESPONSE, now - request.due);
    requests_record(sender->requester, SERVICE, now - request.begun);
}

static void serve(struct sender *sender, struct line *line, uint32_t events)
{
    if (events & EPOLLOUT) {
        flush(sender, line);
        if (line->unsent == 0)
            requests_watch(sender->requester, EPOLL_CTL_MOD, line->transport.fd, EPOLLIN, line);
    }
    if (!(events & ~(uint32_t)EPOLLOUT))
        return;
    size_t size = (size_t)requests.plan->response_size;
    for (bool more = true; more;) {
        line->partial += requests_receive(sender->requester, &line->transport, line->number, &more);
        int64_t now = clock_now();
        for (; line->partial >= size; line->partial -= size) {
            if (line->pipeline.count == 0)
                requests_lost(line->number, "more was answered than asked for");
            complete(sender, line, now);
        }
    }
    if (line->partial > 0 && line->pipeline.count == 0)
        requests_lost(line->number, "more was answered than asked for");
}

// Whether answers are missing to requests that were due in the window.
static bool waits(const struct sender *sender)
{
    for (int64_t i = 0; i < sender->count; i++) {
        const struct pipeline *pipeline = &sender->lines[i].pipeline;
        if (pipeline->count > 0 && pipeline->ring[pipeline->first].due < atomic_load(&requests.end))
            return true;
    }
    return false;
}

// How many of so many connections belong to a thread.
static int64_t share(int64_t connections, int number)
{
    return (connections - number + requests.plan->threads - 1) / requests.plan->threads;
}

// In the thread itself, as the counters of the first requests are its own too.
static void take_lines(struct sender *sender)
{
    const struct plan *plan = requests.plan;
    int number = sender->requester->number;
    int64_t all = share(plan->jobs, number);
    sender->count = share(plan->active, number);
    sender->lines = memory_zeroed((size_t)all, sizeof *sender->lines);
    for (int64_t i = 0; i < all; i++) {
        struct line *line = &sender->lines[i];
        line->number = number + i * plan->threads;
        line->transport = requests.transports[line->number];
        requests_watch(sender->requester, EPOLL_CTL_ADD, line->transport.fd, EPOLLIN, line);
    }
}

static void *work(void *argument)
{
    struct sender sender = {.requester = argument, .give_up = INT64_MAX};
    sender.schedule = (struct schedule){.begin = requests.begun, .rate = requests.plan->rate};
    pacer_open(&sender.pacer, sender.requester->epoll);
    take_lines(&sender);
    struct epoll_event events[EVENT_BATCH];
    while (sender.give_up == INT64_MAX || (waits(&sender) && clock_now() < sender.give_up)) {
        int64_t next = sender.give_up == INT64_MAX ? begin_due(&sender) : sender.give_up;
        int count = pacer_wait(&sender.pacer, next, events, EVENT_BATCH);
        for (int i = 0; i < count; i++) {
            if (!events[i].data.ptr) {
                sender.give_up = clock_now() + patience_ns;
                requests_watch(sender.requester, EPOLL_CTL_MOD, requests.stop, 0, NULL);
            } else if (events[i].data.ptr != &sender.pacer) {
                serve(&sender, events[i].data.ptr, events[i].events);
            }
        }
    }
    return NULL;
}

static void finish(void)
{
    struct schedule schedule = {.begin = requests.begun, .rate = requests.plan->rate};
    const struct histogram *all = requests.requesters[0].histograms; // merged by now
    int64_t planned = schedule_before(&schedule, atomic_load(&requests.end))
        - schedule_before(&schedule, atomic_load(&requests.begin));
    control_say("open-loop planned=%lld sent=%llu answered=%llu", (long long)planned,
                (unsigned long long)all[LAG].count, (unsigned long long)all[RESPONSE].count);
}

const struct request_kind open_loop = {
    .connects_first = true,
    .work = work,
    .histograms = {"latency", "service", "lag"},
    .finish = finish,
};
