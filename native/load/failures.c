#include "failures.h"

#include "control.h"
#include "counter.h"
#include "memory.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

static const char *const names[FAILURE_KINDS] = {
    [FAILURE_REFUSED] = "refused", [FAILURE_RESET] = "reset",   [FAILURE_TIMEOUT] = "timeout",
    [FAILURE_PORTS] = "ports",     [FAILURE_CLOSED] = "closed", [FAILURE_OTHER] = "other",
};

static counter (*counts)[FAILURE_KINDS]; // of each thread
static int64_t threads;
static _Atomic bool told;

enum failure failure_of(int error)
{
    switch (error) {
    case ECONNREFUSED: return FAILURE_REFUSED;
    case ECONNRESET:
    case EPIPE: return FAILURE_RESET;
    case ETIMEDOUT: return FAILURE_TIMEOUT;
    case EADDRNOTAVAIL: return FAILURE_PORTS;
    default: return FAILURE_OTHER;
    }
}

void failures_prepare(int64_t number)
{
    threads = number;
    counts = memory_zeroed((size_t)number, sizeof *counts);
}

void failures_count(int thread, enum failure why, const char *words)
{
    counter_add(&counts[thread][why], 1);
    if (!atomic_exchange(&told, true))
        control_say("error first %s: %s", names[why], words);
}

void failures_describe(char *text, size_t size)
{
    size_t used = 0;
    for (int why = 0; why < FAILURE_KINDS && used < size; why++) {
        uint64_t sum = 0;
        for (int64_t i = 0; i < threads; i++)
            sum += counter_read(&counts[i][why]);
        used += (size_t)snprintf(text + used, size - used, " %s=%llu", names[why], (unsigned long long)sum);
    }
}
