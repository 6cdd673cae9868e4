#ifndef FLIMFLAM_EVENTS_H
#define FLIMFLAM_EVENTS_H

#include <stddef.h>
#include <stdint.h>

// Events for Flimflam, in order. What it does not read at once waits here: a reader that is stopped or gone must not
// stop the guardian, whose task is just then to end everything.

// Tells one event: its fields, ended by NULL, as one line.
void event_send(const char *field, ...) __attribute__((sentinel));

// `event_send(name-of-event, name, formatted text)`.
void event_explain(const char *event, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// What a child printed, of any length, and when it was read.
void event_line(const char *name, int64_t time, const char *text, size_t length);

// How many bytes wait.
size_t events_waiting(void);

// Tells what the reader takes without waiting; events_finish() waits for a reader that is slow, but not for long.
void events_flush(void);
void events_finish(void);

#endif
