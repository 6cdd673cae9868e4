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

static _Noreturn void cannot_connect(const struct plan *plan, int error)
{
    fatal("cannot connect to %s:%d: %s", inet_ntoa(plan->address.sin_addr), ntohs(plan->address.sin_port),
          strerror(error));
}

static void await_all(const struct plan *plan, int64_t missing, int epoll)
{
    int64_t deadline = clock_now() + plan->connect_timeout_s * 1000000000;
    struct epoll_event events[EVENT_BATCH];
    while (missing > 0) {
        int64_t left_ms = (deadline - clock_now()) / 1000000;
        int count = epoll_wait(epoll, events, EVENT_BATCH, left_ms < 0 ? 0 : (int)left_ms + 1);
        if (count == 0)
            cannot_connect(plan, ETIMEDOUT);
        for (int i = 0; i < count; i++) {
            int error = tcp_pending_error(events[i].data.fd);
            if (error)
                cannot_connect(plan, error);
            epoll_ctl(epoll, EPOLL_CTL_DEL, events[i].data.fd, NULL);
            missing--;
        }
    }
}

int *connect_some(const struct plan *plan, int64_t count)
{
    int *fds = memory_zeroed((size_t)count, sizeof *fds);
    int epoll = epoll_open();
    for (int64_t i = 0; i < count; i++) {
        fds[i] = tcp_begin_connect(&plan->address, SEND_BUFFER);
        if (fds[i] < 0)
            cannot_connect(plan, errno);
        struct epoll_event event = {.events = EPOLLOUT, .data.fd = fds[i]};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event) < 0)
            cannot_connect(plan, errno);
    }
    await_all(plan, count, epoll);
    close(epoll);
    return fds;
}

int *connect_all(const struct plan *plan)
{
    return connect_some(plan, plan->jobs);
}
