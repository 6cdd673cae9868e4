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

// Edge-triggered, see closed_loop.c. Asked again it tells again what is there.
static void watch(const struct responder *responder, struct responded *connection, int operation)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = connection};
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

// False at the end of the stream. `full`: there may be more than was read.
static bool read_requests(struct responder *responder, struct responded *connection, bool *full)
{
    ssize_t got = recv(connection->fd, responder->buffer, BUFFER_SIZE, 0);
    if (got < 0 && errno == EAGAIN)
        return true;
    if (got <= 0)
        return false;
    *full = got == BUFFER_SIZE;
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

// While answers are owed nothing more is read. False when the connection has ended.
static bool go_on(struct responder *responder, struct responded *connection, bool *full)
{
    if (pay(responder, connection)) {
        if (connection->owed > 0)
            return true;
        if (!connection->over && read_requests(responder, connection, full) && pay(responder, connection)
            && !(connection->over && connection->owed == 0))
            return true;
    }
    end(responder, connection);
    return false;
}

void respond(struct responder *responder, struct responded *connection, uint32_t events)
{
    bool full = false;
    if (!go_on(responder, connection, &full))
        return;
    // What came with the end of the stream was told together with it, and the
    // end must still be read. While answers are owed, their way out is told.
    if (connection->owed == 0 && (full || (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))))
        watch(responder, connection, EPOLL_CTL_MOD);
}

void respond_now(struct responder *responder, int fd)
{
    struct responded *connection = open_connection(fd);
    bool full;
    if (go_on(responder, connection, &full))
        watch(responder, connection, EPOLL_CTL_ADD);
}
