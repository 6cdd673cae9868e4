#include "answer.h"

#include "memory.h"
#include "plan.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static void end(struct answerer *worker, struct answered *connection)
{
    close(connection->fd);
    free(connection->kept);
    free(connection);
    counter_add(&worker->closed, 1);
}

static void wait_for(const struct answerer *worker, struct answered *connection, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = connection};
    epoll_ctl(worker->epoll, EPOLL_CTL_MOD, connection->fd, &event);
}

// Where the owed bytes are. Requests need not be looked at: any answer of the
// right length will do.
static const char *owed_bytes(const struct answerer *worker, const struct answered *connection)
{
    return connection->kept ? connection->kept + connection->kept_sent : worker->buffer;
}

// Sends what is owed as far as the socket takes it. False when the peer is gone.
static bool pay(struct answerer *worker, struct answered *connection)
{
    const char *bytes = owed_bytes(worker, connection);
    bool echo = worker->message_size == 0;
    size_t paid = 0;
    while (connection->owed > 0) {
        size_t length = connection->owed < BUFFER_SIZE ? connection->owed : BUFFER_SIZE;
        ssize_t sent = send(connection->fd, echo ? bytes + paid : bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN)
            return false;
        if (sent < 0)
            break;
        counter_add(&worker->sent, (uint64_t)sent);
        connection->owed -= (size_t)sent;
        paid += (size_t)sent;
    }
    if (connection->kept) {
        connection->kept_sent += paid;
    } else if (echo && connection->owed > 0) { // the buffer is needed for others now
        connection->kept = memcpy(memory_grow(NULL, connection->owed), bytes + paid, connection->owed);
        connection->kept_sent = 0;
    }
    return true;
}

void answer(struct answerer *worker, struct answered *connection)
{
    bool was_blocked = connection->owed > 0;
    if (!was_blocked) {
        ssize_t got = recv(connection->fd, worker->buffer, BUFFER_SIZE, 0);
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0) {
            end(worker, connection); // nothing is owed, so a half-close ends it too
            return;
        }
        counter_add(&worker->received, (uint64_t)got);
        connection->owed = (size_t)got;
        if (worker->message_size > 0) {
            connection->partial += (size_t)got;
            connection->owed = connection->partial - connection->partial % worker->message_size;
            connection->partial -= connection->owed;
        }
    }
    if (!pay(worker, connection)) {
        end(worker, connection);
    } else if (connection->owed > 0) {
        if (!was_blocked)
            wait_for(worker, connection, EPOLLOUT);
    } else if (was_blocked) {
        free(connection->kept);
        connection->kept = NULL;
        wait_for(worker, connection, EPOLLIN);
    }
}
