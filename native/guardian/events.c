#include "events.h"

#include "clock.h"
#include "queue.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_LIMIT = 2048, PATIENCE_MS = 1000 };
static const int64_t longest_wait_ns = 2000000000;

static struct queue events;

void events_flush(void)
{
    queue_flush(&events, STDOUT_FILENO);
}

size_t events_waiting(void)
{
    return queue_length(&events);
}

void events_finish(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    int64_t deadline = clock_now() + longest_wait_ns;
    events_flush();
    while (events_waiting() > 0 && clock_now() < deadline && poll(&out, 1, PATIENCE_MS) > 0)
        events_flush();
}

static void end_event(void)
{
    queue_end_line(&events);
    events_flush();
}

void event_send(const char *field, ...)
{
    va_list fields;
    va_start(fields, field);
    for (const char *next = field; next; next = va_arg(fields, const char *))
        queue_field(&events, next);
    va_end(fields);
    end_event();
}

void event_explain(const char *event, const char *name, const char *format, ...)
{
    char text[TEXT_LIMIT];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    if (name)
        event_send(event, name, text, NULL);
    else
        event_send(event, text, NULL);
}

void event_line(const char *name, int64_t time, const char *text, size_t length)
{
    queue_field(&events, "line");
    queue_field(&events, name);
    queue_number(&events, time);
    queue_field_of(&events, text, length);
    end_event();
}
