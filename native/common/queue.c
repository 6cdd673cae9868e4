#include "queue.h"

#include "fields.h"
#include "memory.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { KEPT_CAPACITY = 1 << 20 };

static char *room_for(struct queue *queue, size_t more)
{
    if (queue->capacity - queue->end < more && queue->begin > 0) {
        memmove(queue->bytes, queue->bytes + queue->begin, queue_length(queue));
        queue->end -= queue->begin;
        queue->begin = 0;
    }
    if (queue->capacity - queue->end < more) {
        queue->capacity = 2 * queue->capacity + more;
        queue->bytes = memory_grow(queue->bytes, queue->capacity);
    }
    return queue->bytes + queue->end;
}

void queue_add(struct queue *queue, const void *bytes, size_t length)
{
    if (length > 0)
        memcpy(room_for(queue, length), bytes, length);
    queue->end += length;
}

void queue_field_of(struct queue *queue, const void *bytes, size_t length)
{
    char *room = room_for(queue, 2 * length + 1);
    char *end = fields_escape(room, bytes, length);
    *end++ = '\t';
    queue->end += (size_t)(end - room);
}

void queue_field(struct queue *queue, const char *field)
{
    queue_field_of(queue, field, strlen(field));
}

void queue_number(struct queue *queue, long long number)
{
    char digits[24];
    queue_field_of(queue, digits, (size_t)snprintf(digits, sizeof digits, "%lld", number));
}

void queue_end_line(struct queue *queue)
{
    queue->bytes[queue->end - 1] = '\n'; // in the place of a tab
}

// Neither may change whether the descriptor blocks, which others see who have it too: of a pipe that takes anything,
// PIPE_BUF bytes fit.
static ssize_t write_some(int fd, const char *bytes, size_t length)
{
    ssize_t sent = send(fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0 || errno != ENOTSOCK)
        return sent;
    struct pollfd out = {.fd = fd, .events = POLLOUT};
    if (poll(&out, 1, 0) <= 0) {
        errno = EAGAIN;
        return -1;
    }
    return write(fd, bytes, length < PIPE_BUF ? length : PIPE_BUF);
}

bool queue_flush(struct queue *queue, int fd)
{
    bool alive = true;
    while (alive && queue_length(queue) > 0) {
        ssize_t written = write_some(fd, queue->bytes + queue->begin, queue_length(queue));
        if (written >= 0)
            queue->begin += (size_t)written;
        else if (errno == EAGAIN)
            return true;
        else
            alive = errno == EINTR;
    }
    queue->begin = queue->end = 0;
    if (queue->capacity > KEPT_CAPACITY)
        queue_free(queue);
    return alive;
}

void queue_free(struct queue *queue)
{
    free(queue->bytes);
    *queue = (struct queue){0};
}
