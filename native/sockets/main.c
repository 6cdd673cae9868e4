// flimflam-sockets: what the kernel counted on one end of the connections to an
// address, whoever holds it: the end that connected, or the one that listens; or
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
static struct sockaddr_in connected, listening; // sin_family 0: not asked about

static struct totals look(void)
{
    totals_begin();
    if ((connected.sin_family && !diag_ask(diag, &connected, false, totals_add))
        || (listening.sin_family && !diag_ask(diag, &listening, true, totals_add)))
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
        {.name = "--connected", .address = &connected},
        {.name = "--listening", .address = &listening},
        {.name = "--interval", .number = &interval_ms, .lowest = 1, .highest = 3600000},
        {.name = NULL},
    }, NULL);
    if (!connected.sin_family && !listening.sin_family)
        usage_error("--connected or --listening is required");
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
