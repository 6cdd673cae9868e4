#include "events.h"

#include "fields.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE_LIMIT = 4096, PATIENCE_MS = 1000 };

// A reader that is gone (EPIPE) or stopped must not stop the guardian, whose
// task is just then to end everything: such an event is dropped.
static void write_line(const char *line, size_t length)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    while (length > 0 && poll(&out, 1, PATIENCE_MS) > 0) {
        ssize_t written = write(STDOUT_FILENO, line, length);
        if (written < 0)
            return;
        line += written;
        length -= (size_t)written;
    }
}

void event_send(const char *field, ...)
{
    char line[LINE_LIMIT];
    char *end = line;
    va_list fields;
    va_start(fields, field);
    for (const char *next = field; next; next = va_arg(fields, const char *)) {
        const char *limit = line + sizeof line - 2; // room for a tab and the newline
        if (end != line && end < limit)
            *end++ = '\t';
        end = fields_escape(end, limit, next);
    }
    va_end(fields);
    *end++ = '\n';
    write_line(line, (size_t)(end - line));
}

void event_explain(const char *event, const char *name, const char *format, ...)
{
    char text[LINE_LIMIT / 2];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    if (name)
        event_send(event, name, text, NULL);
    else
        event_send(event, text, NULL);
}
