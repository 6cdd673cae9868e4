#ifndef FLIMFLAM_FAILURES_H
#define FLIMFLAM_FAILURES_H

// Why a short connection failed.
enum failure {
    FAILURE_REFUSED, // nobody listens
    FAILURE_RESET,   // ended in the middle by the peer's kernel
    FAILURE_TIMEOUT,
    FAILURE_PORTS,   // no local port is free
    FAILURE_CLOSED,  // ended in the middle, in order
    FAILURE_OTHER,
    FAILURE_KINDS,
};

extern const char *const failure_names[FAILURE_KINDS];

enum failure failure_of(int error);

#endif
