// flimflam-sockets: what the kernel counted on one end of the connections to a
// port, whoever holds it: the end that connected, or the one that listens; or
// on one of each.

#include "control.h"
#include "diag.h"
#include "fatal.h"
#include "options.h"
#include "totals.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int diag;
static int64_t port, listening; // 0: not asked about

static struct totals look(void)
{
    totals_begin();
    if ((port && !diag_ask(diag, (uint16_t)port, false, totals_add))
        || (listening && !diag_ask(diag, (uint16_t)listening, true, totals_add)))
        fatal("cannot ask the kernel about TCP sockets: %s", strerror(errno));
    return totals_end();
}

static void describe(char *text, size_t size)
{
    struct totals totals = look();
    snprintf(text, size, "sockets=%zu rx=%llu tx=%llu", totals.sockets, (unsigned long long)totals.received,
             (unsigned long long)totals.acked);
}

int main(int count, char **arguments)
{
    int64_t interval_ms = 0;
    options_read(count, arguments, 1, (const struct option_rule[]){
        {.name = "--port", .number = &port, .lowest = 1, .highest = 65535},
        {.name = "--listening", .number = &listening, .lowest = 1, .highest = 65535},
        {.name = "--interval", .number = &interval_ms, .lowest = 1, .highest = 3600000},
        {.name = NULL},
    }, NULL);
    if (port == 0 && listening == 0)
        usage_error("--port or --listening is required");
    diag = diag_open();
    if (diag < 0)
        fatal("cannot ask the kernel about sockets: %s", strerror(errno));
    look();
    control_say("ready");
    control_serve(&(struct control){
        .describe = describe,
        .describe_sample = describe,
        .sample_interval_ns = interval_ms * 1000000,
    });
    return 0;
}
