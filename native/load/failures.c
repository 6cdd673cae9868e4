#include "failures.h"

#include <errno.h>

const char *const failure_names[FAILURE_KINDS] = {
    [FAILURE_REFUSED] = "refused", [FAILURE_RESET] = "reset",   [FAILURE_TIMEOUT] = "timeout",
    [FAILURE_PORTS] = "ports",     [FAILURE_CLOSED] = "closed", [FAILURE_OTHER] = "other",
};

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
