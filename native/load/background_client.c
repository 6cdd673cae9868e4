#include "background.h"

#include "connect.h"
#include "control.h"
#include "fatal.h"
#include "memory.h"
#include "threads.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

struct filler {
    int epoll;
    char *bytes;
};

static struct transport *streams;
static struct filler *fillers;

static _Noreturn void lost(const char *reason)
{
    control_say("error background stream: %s", reason);
    fatal("error background stream: %s", reason);
}

static void *work(void *argument)
{
    struct filler *filler = argument;
    struct epoll_event events[EVENT_BATCH];
    for (;;) {
        int count = epoll_wait(filler->epoll, events, EVENT_BATCH, -1);
        for (int i = 0; i < count; i++)
            if (transport_send(events[i].data.ptr, filler->bytes, BUFFER_SIZE) < 0 && errno != EAGAIN)
                lost(strerror(errno));
    }
    return NULL;
}

void background_connect(const struct plan *plan)
{
    streams = connect_some(plan, plan->background);
}

void background_fill(const struct plan *plan)
{
    int64_t threads = plan->background < plan->threads ? plan->background : plan->threads;
    fillers = memory_zeroed((size_t)threads, sizeof *fillers);
    for (int64_t i = 0; i < threads; i++) {
        fillers[i].epoll = epoll_open();
        // Every byte names the kind, so that the first one does.
        fillers[i].bytes = memset(memory_zeroed(1, BUFFER_SIZE), KIND_BACKGROUND, BUFFER_SIZE);
    }
    for (int64_t i = 0; i < plan->background; i++) {
        struct epoll_event event = {.events = EPOLLOUT, .data.ptr = &streams[i]};
        if (epoll_ctl(fillers[i % threads].epoll, EPOLL_CTL_ADD, streams[i].fd, &event) < 0)
            fatal("cannot watch a connection: %s", strerror(errno));
    }
    for (int64_t i = 0; i < threads; i++)
        thread_start("background", (int)i, work, &fillers[i]);
}
