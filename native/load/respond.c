#include "respond.h"

#include "background.h"
#include "fatal.h"
#include "memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static void end(struct responder *responder, struct responded *connection)
{
    if (connection->fd >= 0)
        close(connection->fd);
    free(connection);
    counter_add(&responder->closed, 1);
}

static void watch(const struct responder *responder, struct responded *connection, int operation)
{
    struct epoll_event event = {.events = connection->blocked ? EPOLLOUT : EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(responder->epoll, operation, connection->fd, &event) < 0)
        fatal("cannot watch a connection: %s", strerror(errno));
}

static struct responded *open_connection(int fd)
{
    struct responded *connection = memory_zeroed(1, sizeof *connection);
    connection->fd = fd;
    return connection;
}

void respond_later(struct responder *responder, int fd)
{
    watch(responder, open_connection(fd), EPOLL_CTL_ADD);
}

// Sends what is owed as far as the socket takes it; requests are not looked
// at, any answer of the right length will do. False when the peer is gone.
static bool pay(struct responder *responder, struct responded *connection)
{
    while (connection->owed > 0) {
        size_t length = connection->owed < BUFFER_SIZE ? (size_t)connection->owed : BUFFER_SIZE;
        // The last bytes wait for the end of the stream, which close() sends at once: both are one packet.
        int more = connection->over && length == connection->owed ? MSG_MORE : 0;
        ssize_t sent = send(connection->fd, responder->buffer, length, MSG_NOSIGNAL | more);
        if (sent < 0)
            return errno == EAGAIN;
        counter_add(&responder->sent, (uint64_t)sent);
        connection->owed -= (uint64_t)sent;
    }
    return true;
}

// Of the received bytes those of requests. A stream is handed over, and its connection here has ended.
static size_t without_kind(struct responder *responder, struct responded *connection, size_t received)
{
    if (responder->plan->background == 0 || connection->greeted)
        return received;
    connection->greeted = true;
    if (responder->buffer[0] != KIND_BACKGROUND)
        return received - 1;
    epoll_ctl(responder->epoll, EPOLL_CTL_DEL, connection->fd, NULL);
    background_take(connection->fd, received);
    connection->fd = -1;
    return 0;
}

// While answers are owed nothing more is read. False at the end of the stream.
static bool read_requests(struct responder *responder, struct responded *connection)
{
    ssize_t got = recv(connection->fd, responder->buffer, BUFFER_SIZE, 0);
    if (got < 0 && errno == EAGAIN)
        return true;
    if (got <= 0)
        return false;
    size_t fresh = without_kind(responder, connection, (size_t)got);
    if (connection->fd < 0)
        return false;
    counter_add(&responder->received, (uint64_t)fresh);
    size_t size = (size_t)responder->plan->request_size;
    connection->partial += fresh;
    uint64_t requests = connection->partial / size;
    connection->partial %= size;
    connection->owed += requests * (uint64_t)responder->plan->response_size;
    connection->over = responder->once && requests > 0;
    return true;
}

// False when the connection has ended.
static bool go_on(struct responder *responder, struct responded *connection)
{
    if ((!connection->blocked && !read_requests(responder, connection)) || !pay(responder, connection)
        || (connection->over && connection->owed == 0)) {
        end(responder, connection);
        return false;
    }
    return true;
}

void respond(struct responder *responder, struct responded *connection)
{
    if (!go_on(responder, connection) || connection->blocked == (connection->owed > 0))
        return;
    connection->blocked = connection->owed > 0;
    watch(responder, connection, EPOLL_CTL_MOD);
}

void respond_now(struct responder *responder, int fd)
{
    struct responded *connection = open_connection(fd);
    if (!go_on(responder, connection))
        return;
    connection->blocked = connection->owed > 0;
    watch(responder, connection, EPOLL_CTL_ADD);
}
