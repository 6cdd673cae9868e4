#include "shares.h"

#include "control.h"

#include <stdio.h>

enum { LINE = 900 }; // a line of control_say holds some more

void shares_say(const struct stream *stream)
{
    char line[LINE + 32];
    int used = 0;
    for (; stream; stream = stream->next) {
        if (!stream->in.used)
            continue;
        unsigned long long bytes = stream->in.bytes_at_mark - stream->in.bytes_before;
        used += snprintf(line + used, sizeof line - (size_t)used, " %llu", bytes);
        if (used >= LINE) {
            control_say("shares%s", line);
            used = 0;
        }
    }
    if (used > 0)
        control_say("shares%s", line);
}

uint64_t shares_read(struct stream *first, int mark)
{
    uint64_t sum = 0;
    for (struct stream *stream = first; stream; stream = stream->next) {
        struct way *in = &stream->in;
        in->bytes_at_mark = counter_read(&in->bytes);
        if (mark == 0)
            in->bytes_before = in->bytes_at_mark;
        sum += in->bytes_at_mark;
    }
    return sum;
}
