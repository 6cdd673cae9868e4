#include "tcp.h"

#include "control.h"
#include "fatal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 4096 };

static void switch_on(int fd, int level, int option)
{
    int on = 1;
    setsockopt(fd, level, option, &on, sizeof on);
}

static void limit_send_buffer(int fd, int bytes)
{
    if (bytes > 0)
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

int tcp_listen(const struct sockaddr_in *address, int send_buffer)
{
    struct sockaddr_in bound = *address;
    socklen_t size = sizeof bound;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        fatal("cannot create a socket: %s", strerror(errno));
    switch_on(fd, SOL_SOCKET, SO_REUSEADDR);
    limit_send_buffer(fd, send_buffer); // accepted sockets inherit it
    if (bind(fd, (const struct sockaddr *)address, sizeof *address) < 0 || listen(fd, BACKLOG) < 0)
        fatal("cannot listen on %s:%d: %s", inet_ntoa(address->sin_addr), ntohs(address->sin_port),
              strerror(errno));
    getsockname(fd, (struct sockaddr *)&bound, &size);
    control_say("listening %d", ntohs(bound.sin_port));
    return fd;
}

int tcp_accept(int listener)
{
    int fd = tcp_accept_plain(listener);
    if (fd >= 0)
        switch_on(fd, IPPROTO_TCP, TCP_NODELAY);
    return fd;
}

int tcp_accept_plain(int listener)
{
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0)
            return fd;
        if (errno == EINTR || errno == ECONNABORTED)
            continue;
        if (errno == EAGAIN)
            return -1;
        if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM)
            fatal("cannot accept: %s", strerror(errno));
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL); // until some connection ends
    }
}

static int open_socket(void)
{
    return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

static int begin_connect(int fd, const struct sockaddr_in *address)
{
    if (connect(fd, (const struct sockaddr *)address, sizeof *address) == 0 || errno == EINPROGRESS)
        return fd;
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

int tcp_begin_connect(const struct sockaddr_in *address, int send_buffer)
{
    int fd = open_socket();
    if (fd < 0)
        return -1;
    switch_on(fd, IPPROTO_TCP, TCP_NODELAY);
    limit_send_buffer(fd, send_buffer);
    return begin_connect(fd, address);
}

int tcp_begin_plain_connect(const struct sockaddr_in *address)
{
    int fd = open_socket();
    return fd < 0 ? -1 : begin_connect(fd, address);
}

int tcp_pending_error(int fd)
{
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0 ? errno : error;
}

void tcp_raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}
