#include "requests.h"

#include "background.h"
#include "clock.h"
#include "connect.h"
#include "control.h"
#include "fatal.h"
#include "memory.h"
#include "threads.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { SAMPLE_INTERVAL_NS = 100000000, PATTERN = 0x5a };

struct requests requests = {.begin = INT64_MAX, .end = INT64_MAX};
static const struct request_kind *kind;
static int marks_announced, marks_taken;

static void describe_sample(char *text, size_t size)
{
    uint64_t received = 0, sent = 0, operations = 0;
    for (int64_t i = 0; i < requests.plan->threads; i++) {
        received += counter_read(&requests.requesters[i].received);
        sent += counter_read(&requests.requesters[i].sent);
        operations += counter_read(&requests.requesters[i].operations);
    }
    snprintf(text, size, "rx=%llu tx=%llu ops=%llu", (unsigned long long)received, (unsigned long long)sent,
             (unsigned long long)operations);
}

static void describe(char *text, size_t size)
{
    describe_sample(text, size);
    if (kind->describe_mark)
        kind->describe_mark(text + strlen(text), size - strlen(text));
}

// The first mark begins the window, the earliest of the others ends it: an end may be announced for later, and then be
// wanted sooner.
static void announced(int64_t when)
{
    if (marks_announced == 0)
        atomic_store(&requests.begin, when);
    else if (when < atomic_load(&requests.end))
        atomic_store(&requests.end, when);
    marks_announced++;
}

static void marked(void)
{
    marks_taken++;
}

// All threads' into that of the first one, and that into its file.
static void gather_histogram(int which)
{
    char path[4096];
    struct histogram *all = &requests.requesters[0].histograms[which];
    for (int64_t i = 1; i < requests.plan->threads; i++)
        histogram_merge(all, &requests.requesters[i].histograms[which]);
    if (!requests.plan->histogram_folder)
        return;
    snprintf(path, sizeof path, "%s/%s.histogram", requests.plan->histogram_folder, kind->histograms[which]);
    if (!histogram_write(all, path))
        fatal("cannot write %s: %s", path, strerror(errno));
    control_say("histogram %s", path);
}

// Only when told to quit: whoever reads our threads in /proc at the second mark shall find them at work.
static void end_load(pthread_t *threads)
{
    if (marks_taken < 2)
        return;
    eventfd_write(requests.stop, 1);
    for (int64_t i = 0; i < requests.plan->threads; i++)
        pthread_join(threads[i], NULL);
    for (int which = 0; which < MOST_HISTOGRAMS && kind->histograms[which]; which++)
        gather_histogram(which);
    if (kind->finish)
        kind->finish();
}

static void prepare(struct requester *requester, int number)
{
    requester->number = number;
    requester->epoll = epoll_open();
    requester->sink = memory_zeroed(1, BUFFER_SIZE);
    requester->pattern = memset(memory_zeroed(1, BUFFER_SIZE), PATTERN, BUFFER_SIZE);
    requests_watch(requester, EPOLL_CTL_ADD, requests.stop, EPOLLIN, NULL);
}

static void greet_all(const struct plan *plan)
{
    for (int64_t i = 0; i < plan->jobs; i++)
        if (transport_send(&requests.transports[i], &(char){KIND_REQUESTS}, 1) != 1)
            requests_lost(i, strerror(errno));
}

void requests_run(const struct plan *plan, const struct request_kind *given)
{
    kind = given;
    requests.plan = plan;
    if (kind->connects_first)
        requests.transports = connect_all(plan);
    if (plan->background > 0) {
        greet_all(plan);
        background_connect(plan);
    }
    control_say("connected %lld", (long long)plan->jobs);
    requests.stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    requests.requesters = memory_aligned((size_t)plan->threads * sizeof *requests.requesters);
    if (kind->prepare)
        kind->prepare(plan);
    pthread_t *threads = memory_zeroed((size_t)plan->threads, sizeof *threads);
    if (plan->background > 0)
        background_fill(plan);
    requests.begun = clock_now();
    for (int i = 0; i < plan->threads; i++) {
        prepare(&requests.requesters[i], i);
        threads[i] = thread_start("load", i, kind->work, &requests.requesters[i]);
    }
    control_serve(&(struct control){
        .describe = describe,
        .describe_sample = describe_sample,
        .sample_interval_ns = SAMPLE_INTERVAL_NS,
        .announced = announced,
        .marked = marked,
    });
    end_load(threads);
    _exit(0); // the threads still use what an orderly end would free
}

bool requests_in_window(int64_t when)
{
    return when >= atomic_load_explicit(&requests.begin, memory_order_relaxed)
        && when < atomic_load_explicit(&requests.end, memory_order_relaxed);
}

void requests_record(struct requester *requester, int histogram, int64_t ns)
{
    histogram_record(&requester->histograms[histogram], ns > 0 ? (uint64_t)ns : 0);
}

void requests_watch(const struct requester *requester, int operation, int fd, uint32_t events, void *what)
{
    struct epoll_event event = {.events = events, .data.ptr = what};
    if (epoll_ctl(requester->epoll, operation, fd, &event) < 0)
        fatal("cannot watch a connection: %s", strerror(errno));
}

void requests_lost(int64_t number, const char *reason)
{
    control_say("error connection %lld: %s", (long long)number, reason);
    fatal("error connection %lld: %s", (long long)number, reason);
}

size_t requests_receive(struct requester *requester, const struct transport *transport, int64_t number, bool *more)
{
    ssize_t got = transport_receive(transport, requester->sink, BUFFER_SIZE, 0, more);
    if (got < 0 && errno == EAGAIN)
        return 0;
    if (got <= 0)
        requests_lost(number, got == 0 ? "closed by the peer" : strerror(errno));
    counter_add(&requester->received, (uint64_t)got);
    return (size_t)got;
}

size_t requests_send(struct requester *requester, const struct transport *transport, int64_t number, size_t most)
{
    ssize_t sent = transport_send(transport, requester->pattern, most < BUFFER_SIZE ? most : BUFFER_SIZE);
    if (sent < 0 && errno == EAGAIN)
        return 0;
    if (sent < 0)
        requests_lost(number, strerror(errno));
    counter_add(&requester->sent, (uint64_t)sent);
    return (size_t)sent;
}
