#include "drive.h"

#include "clock.h"
#include "control.h"
#include "fatal.h"
#include "plan.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

struct window drive_window = {INT64_MAX, INT64_MAX};

static _Noreturn void lost(const struct driven *connection, const char *reason)
{
    control_say("error connection %d: %s", connection->number, reason);
    fatal("error connection %d: %s", connection->number, reason);
}

// Bytes received, 0 when there are none yet.
static size_t receive(struct driver *driver, const struct driven *connection, size_t most)
{
    ssize_t got = recv(connection->fd, driver->sink, most < BUFFER_SIZE ? most : BUFFER_SIZE, 0);
    if (got < 0 && errno == EAGAIN)
        return 0;
    if (got <= 0)
        lost(connection, got == 0 ? "closed by the peer" : strerror(errno));
    counter_add(&driver->received, (uint64_t)got);
    return (size_t)got;
}

// Bytes sent, 0 when the socket takes none now.
static size_t transmit(struct driver *driver, const struct driven *connection, size_t most)
{
    ssize_t sent = send(connection->fd, driver->pattern, most < BUFFER_SIZE ? most : BUFFER_SIZE, MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN)
        return 0;
    if (sent < 0)
        lost(connection, strerror(errno));
    counter_add(&driver->sent, (uint64_t)sent);
    return (size_t)sent;
}

void drive_echo(struct driver *driver, struct driven *connection, uint32_t events)
{
    if (events & ~(uint32_t)EPOLLOUT)
        receive(driver, connection, BUFFER_SIZE);
    if (events & EPOLLOUT)
        transmit(driver, connection, BUFFER_SIZE);
}

// True when the whole request is on its way.
static bool send_request(struct driver *driver, struct driven *connection)
{
    while (connection->unsent > 0) {
        size_t sent = transmit(driver, connection, connection->unsent);
        if (sent == 0)
            return false;
        connection->unsent -= sent;
    }
    return true;
}

static void wait_for(struct driver *driver, struct driven *connection, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = connection};
    epoll_ctl(driver->epoll, EPOLL_CTL_MOD, connection->fd, &event);
}

static void begin_request(struct driver *driver, struct driven *connection, int64_t now)
{
    connection->begun = now;
    connection->unsent = connection->unreceived = driver->message_size;
    if (!send_request(driver, connection))
        wait_for(driver, connection, EPOLLIN | EPOLLOUT);
}

void drive_requests_begin(struct driver *driver, struct driven *connection)
{
    begin_request(driver, connection, clock_now());
}

static void complete_request(struct driver *driver, const struct driven *connection, int64_t now)
{
    counter_add(&driver->operations, 1);
    if (now >= atomic_load_explicit(&drive_window.begin, memory_order_relaxed)
        && now < atomic_load_explicit(&drive_window.end, memory_order_relaxed))
        histogram_record(&driver->latencies, (uint64_t)(now - connection->begun));
}

void drive_requests(struct driver *driver, struct driven *connection, uint32_t events)
{
    if ((events & EPOLLOUT) && send_request(driver, connection))
        wait_for(driver, connection, EPOLLIN);
    if (!(events & ~(uint32_t)EPOLLOUT))
        return;
    // One byte more than expected is asked for, to notice an answer that is too long.
    size_t got = receive(driver, connection, connection->unreceived + 1);
    if (got > connection->unreceived)
        lost(connection, "more was answered than asked for");
    connection->unreceived -= got;
    if (connection->unreceived == 0) {
        int64_t now = clock_now();
        complete_request(driver, connection, now);
        begin_request(driver, connection, now);
    }
}
