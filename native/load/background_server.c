#include "background.h"

#include "counter.h"
#include "fatal.h"
#include "memory.h"
#include "threads.h"

#include <errno.h>
#include <stdalign.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct drain {
    alignas(64) counter received;
    int epoll;
    char *buffer;
};

static struct drain *drains;
static int64_t drain_count;
static _Atomic uint64_t taken, taken_bytes; // bytes that came with the first one

static void drain_one(struct drain *drain, int fd)
{
    ssize_t got = recv(fd, drain->buffer, BUFFER_SIZE, 0);
    if (got > 0)
        counter_add(&drain->received, (uint64_t)got);
    else if (got == 0 || errno != EAGAIN)
        close(fd);
}

static void *work(void *argument)
{
    struct drain *drain = argument;
    struct epoll_event events[EVENT_BATCH];
    for (;;) {
        int count = epoll_wait(drain->epoll, events, EVENT_BATCH, -1);
        for (int i = 0; i < count; i++)
            drain_one(drain, events[i].data.fd);
    }
    return NULL;
}

void background_serve(const struct plan *plan)
{
    drain_count = plan->background < plan->threads ? plan->background : plan->threads;
    drains = memory_aligned((size_t)drain_count * sizeof *drains);
    for (int64_t i = 0; i < drain_count; i++) {
        drains[i].epoll = epoll_open();
        drains[i].buffer = memory_zeroed(1, BUFFER_SIZE);
        thread_start("background", (int)i, work, &drains[i]);
    }
}

void background_take(int fd, size_t received)
{
    atomic_fetch_add(&taken_bytes, received);
    struct drain *drain = &drains[atomic_fetch_add(&taken, 1) % (uint64_t)drain_count];
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(drain->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        fatal("cannot watch a connection: %s", strerror(errno));
}

uint64_t background_received(void)
{
    uint64_t sum = atomic_load(&taken_bytes);
    for (int64_t i = 0; i < drain_count; i++)
        sum += counter_read(&drains[i].received);
    return sum;
}
