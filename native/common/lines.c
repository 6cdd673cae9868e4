#include "lines.h"

#include "memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_SIZE = 16384 };

bool lines_fill(struct lines *lines)
{
    if (lines->begin > 0) {
        memmove(lines->bytes, lines->bytes + lines->begin, lines->end - lines->begin);
        lines->end -= lines->begin;
        lines->begin = 0;
    }
    if (lines->capacity - lines->end < READ_SIZE) {
        lines->capacity = 2 * lines->capacity + READ_SIZE;
        lines->bytes = memory_grow(lines->bytes, lines->capacity);
    }
    ssize_t got = read(lines->fd, lines->bytes + lines->end, lines->capacity - lines->end);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    lines->end += (size_t)got;
    return got > 0;
}

char *lines_next(struct lines *lines)
{
    if (lines->begin == lines->end)
        return NULL;
    char *line = lines->bytes + lines->begin;
    char *newline = memchr(line + lines->searched, '\n', lines->end - lines->begin - lines->searched);
    lines->searched = newline ? 0 : lines->end - lines->begin;
    if (!newline)
        return NULL;
    *newline = '\0';
    lines->length = (size_t)(newline - line);
    lines->begin = (size_t)(newline + 1 - lines->bytes);
    return line;
}

void lines_free(struct lines *lines)
{
    free(lines->bytes);
    *lines = (struct lines){.fd = lines->fd};
}
