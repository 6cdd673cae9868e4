#include "fields.h"

#include "memory.h"

#include <stdlib.h>

static char meant_by(char escape)
{
    switch (escape) {
    case '\\': return '\\';
    case 't': return '\t';
    case 'n': return '\n';
    default: return '\0';
    }
}

bool fields_split(char *line, struct fields *fields)
{
    size_t count = 1;
    for (const char *c = line; *c; c++)
        count += *c == '\t';
    fields->at = memory_zeroed(count + 1, sizeof *fields->at);
    fields->count = count;

    char **field = fields->at;
    char *to = line;
    *field++ = to;
    for (const char *from = line; *from; from++) {
        if (*from == '\t') {
            *to++ = '\0';
            *field++ = to;
        } else if (*from == '\\') {
            *to = meant_by(*++from);
            if (*to++ == '\0')
                return false;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return true;
}

void fields_free(struct fields *fields)
{
    free(fields->at);
    *fields = (struct fields){0};
}

static char escape_of(char byte)
{
    return byte == '\\' ? '\\' : byte == '\t' ? 't' : byte == '\n' ? 'n' : '\0';
}

char *fields_escape(char *into, const char *bytes, size_t length)
{
    for (const char *end = bytes + length; bytes < end; bytes++) {
        char escape = escape_of(*bytes);
        if (escape)
            *into++ = '\\';
        *into++ = escape ? escape : *bytes;
    }
    return into;
}
