#include "probes.h"

#include "address.h"
#include "answers.h"
#include "clock.h"
#include "memory.h"
#include "tcp.h"
#include "threads.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 64, READY_AT_ONCE = 16 };

struct probe {
    char *key;
    int fd;
    int64_t deadline; // INT64_MAX: it listens
    struct probe *next;
};

static struct probe *probes;
static int ready_fd;

int probes_open(void)
{
    return ready_fd = epoll_open();
}

static void drop(struct probe *probe)
{
    struct probe **place = &probes;
    while (*place != probe)
        place = &(*place)->next;
    *place = probe->next;
    // Nothing of a probe stays behind, neither here nor there: without this the port would be in TIME_WAIT.
    setsockopt(probe->fd, SOL_SOCKET, SO_LINGER, &(struct linger){.l_onoff = 1}, sizeof(struct linger));
    close(probe->fd);
    free(probe->key);
    free(probe);
}

void probe_close(const char *key)
{
    for (struct probe *probe = probes, *next; probe; probe = next) {
        next = probe->next;
        if (strcmp(probe->key, key) == 0)
            drop(probe);
    }
}

static void tell(const char *key, int error)
{
    answer("answer", key, error == 0 ? "ok" : strerror(error), NULL);
}

static struct probe *keep(const char *key, int fd, int64_t deadline)
{
    struct probe *probe = memory_zeroed(1, sizeof *probe);
    *probe = (struct probe){.fd = fd, .deadline = deadline, .next = probes};
    probe->key = strcpy(memory_zeroed(strlen(key) + 1, 1), key);
    return probes = probe;
}

// 0 or an errno.
static int begin_listen(const char *key, const char *text)
{
    struct sockaddr_in address = {0};
    int on = 1;
    if (!address_parse(text, &address))
        return EINVAL;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return errno;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 || listen(fd, BACKLOG) < 0) {
        int error = errno;
        close(fd);
        return error;
    }
    keep(key, fd, INT64_MAX);
    return 0;
}

void probe_listen(const char *key, const char *address)
{
    probe_close(key);
    tell(key, begin_listen(key, address));
}

// 0 when it is under way, or an errno.
static int begin_connect(const char *key, const char *text, const char *source, int64_t patience_ms)
{
    struct sockaddr_in address = {0}, from = {.sin_family = AF_INET};
    if (!address_parse(text, &address) || (source && inet_pton(AF_INET, source, &from.sin_addr) != 1))
        return EINVAL;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return errno;
    struct probe *probe = keep(key, fd, clock_now() + patience_ms * 1000000);
    if ((source && bind(fd, (const struct sockaddr *)&from, sizeof from) < 0)
        || (connect(fd, (const struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS)
        || epoll_ctl(ready_fd, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLOUT, .data.ptr = probe}) < 0) {
        int error = errno;
        drop(probe);
        return error;
    }
    return 0;
}

void probe_connect(const char *key, const char *address, const char *source, int64_t patience_ms)
{
    int error = begin_connect(key, address, source, patience_ms);
    if (error)
        tell(key, error);
}

int64_t probes_due(void)
{
    int64_t due = INT64_MAX;
    for (const struct probe *probe = probes; probe; probe = probe->next)
        if (probe->deadline < due)
            due = probe->deadline;
    return due;
}

void probes_serve(void)
{
    struct epoll_event ready[READY_AT_ONCE];
    int count = epoll_wait(ready_fd, ready, READY_AT_ONCE, 0);
    for (int i = 0; i < count; i++) {
        struct probe *probe = ready[i].data.ptr;
        tell(probe->key, tcp_pending_error(probe->fd));
        drop(probe);
    }
    int64_t now = clock_now();
    for (struct probe *probe = probes, *next; probe; probe = next) {
        next = probe->next;
        if (now < probe->deadline)
            continue;
        tell(probe->key, ETIMEDOUT);
        drop(probe);
    }
}
