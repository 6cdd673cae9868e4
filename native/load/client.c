// The client end: worker threads drive their share of the connections, the
// main thread counts and keeps the time.

#include "connect.h"
#include "control.h"
#include "drive.h"
#include "ends.h"
#include "fatal.h"
#include "kernel_totals.h"
#include "memory.h"
#include "plan.h"
#include "threads.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { SAMPLE_INTERVAL_NS = 100000000, PATTERN = 0x5a };

static const struct plan *plan;
static int *fds;
static struct driver *drivers;
static pthread_t *threads;
static int stop; // an eventfd in every epoll, readable when the load has to stop
static int marks_announced, marks_taken;

static void *work(void *argument)
{
    struct driver *driver = argument;
    struct epoll_event events[EVENT_BATCH];
    for (;;) {
        int count = epoll_wait(driver->epoll, events, EVENT_BATCH, -1);
        for (int i = 0; i < count; i++) {
            struct driven *connection = events[i].data.ptr;
            if (!connection)
                return NULL;
            if (plan->request_response)
                drive_requests(driver, connection, events[i].events);
            else
                drive_echo(driver, connection, events[i].events);
        }
    }
}

static size_t describe_sample_length(char *text, size_t size)
{
    uint64_t received = 0, sent = 0, operations = 0;
    for (int64_t i = 0; i < plan->threads; i++) {
        received += counter_read(&drivers[i].received);
        sent += counter_read(&drivers[i].sent);
        operations += counter_read(&drivers[i].operations);
    }
    return (size_t)snprintf(text, size, "rx=%llu tx=%llu ops=%llu", (unsigned long long)received,
                            (unsigned long long)sent, (unsigned long long)operations);
}

static void describe_sample(char *text, size_t size)
{
    describe_sample_length(text, size);
}

static void describe(char *text, size_t size)
{
    uint64_t received, acked;
    size_t used = describe_sample_length(text, size);
    if (kernel_totals(fds, plan->jobs, &received, &acked))
        snprintf(text + used, size - used, " kernel_rx=%llu kernel_tx=%llu", (unsigned long long)received,
                 (unsigned long long)acked);
}

// The first two marks bound the window of the recorded latencies.
static void announced(int64_t when)
{
    if (marks_announced == 0)
        atomic_store(&drive_window.begin, when);
    else if (marks_announced == 1)
        atomic_store(&drive_window.end, when);
    marks_announced++;
}

static void write_latencies(void)
{
    for (int64_t i = 1; i < plan->threads; i++)
        histogram_merge(&drivers[0].latencies, &drivers[i].latencies);
    if (!histogram_write(&drivers[0].latencies, plan->histogram_path))
        fatal("cannot write %s: %s", plan->histogram_path, strerror(errno));
    control_say("histogram %s", plan->histogram_path);
}

static void marked(void)
{
    marks_taken++;
}

// Only when told to quit: whoever reads our threads in /proc at the second mark shall find them at work.
static void end_load(void)
{
    if (marks_taken < 2)
        return;
    eventfd_write(stop, 1);
    for (int64_t i = 0; i < plan->threads; i++)
        pthread_join(threads[i], NULL);
    if (plan->request_response && plan->histogram_path)
        write_latencies();
}

static void watch(int epoll, int fd, uint32_t events, struct driven *connection)
{
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        fatal("cannot watch a connection: %s", strerror(errno));
}

static void prepare_driver(struct driver *driver)
{
    driver->epoll = epoll_open();
    driver->message_size = (size_t)plan->message_size;
    driver->sink = memory_zeroed(1, BUFFER_SIZE);
    driver->pattern = memset(memory_zeroed(1, BUFFER_SIZE), PATTERN, BUFFER_SIZE);
    watch(driver->epoll, stop, EPOLLIN, NULL);
}

// In the worker itself, as the counters of the first requests are its own too.
static void *begin_work(void *argument)
{
    struct driver *driver = argument;
    for (int64_t i = driver - drivers; i < plan->jobs; i += plan->threads) {
        struct driven *connection = memory_zeroed(1, sizeof *connection);
        connection->fd = fds[i];
        connection->number = (int)i;
        watch(driver->epoll, fds[i], plan->request_response ? EPOLLIN : EPOLLIN | EPOLLOUT, connection);
        if (plan->request_response)
            drive_requests_begin(driver, connection);
    }
    return work(driver);
}

void client_run(const struct plan *given)
{
    plan = given;
    fds = connect_all(plan);
    control_say("connected %lld", (long long)plan->jobs);
    stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    drivers = memory_aligned((size_t)plan->threads * sizeof *drivers);
    threads = memory_zeroed((size_t)plan->threads, sizeof *threads);
    for (int64_t i = 0; i < plan->threads; i++) {
        prepare_driver(&drivers[i]);
        threads[i] = thread_start("load", (int)i, begin_work, &drivers[i]);
    }
    control_serve(&(struct control){
        .describe = describe,
        .describe_sample = describe_sample,
        .sample_interval_ns = SAMPLE_INTERVAL_NS,
        .announced = announced,
        .marked = marked,
    });
    end_load();
    _exit(0); // the threads still use what an orderly end would free
}
