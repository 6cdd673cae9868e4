#ifndef FLIMFLAM_QUEUE_H
#define FLIMFLAM_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

// Bytes on their way to a reader that may be slow, stopped or gone: what it does not take at once waits here, in order.
// Zero-initialise.
struct queue {
    char *bytes;
    size_t begin, end, capacity;
};

static inline size_t queue_length(const struct queue *queue)
{
    return queue->end - queue->begin;
}

void queue_add(struct queue *queue, const void *bytes, size_t length);

// A line of fields, as fields.h has them: each field, then the end of the line.
void queue_field(struct queue *queue, const char *field);
void queue_field_of(struct queue *queue, const void *bytes, size_t length);
void queue_number(struct queue *queue, long long number);
void queue_end_line(struct queue *queue);

// Writes as much as the reader takes without waiting. When nobody will ever read it, the queue is emptied, and the
// answer is false.
bool queue_flush(struct queue *queue, int fd);

void queue_free(struct queue *queue);

#endif
