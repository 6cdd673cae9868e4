#ifndef FLIMFLAM_FAILURES_H
#define FLIMFLAM_FAILURES_H

#include <stddef.h>
#include <stdint.h>

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

enum failure failure_of(int error);

void failures_prepare(int64_t threads);

// Counts one, in the thread of this number, and says the words if it is the first of all.
void failures_count(int thread, enum failure why, const char *words);

// ` refused=0 reset=0 ...`, of all threads.
void failures_describe(char *text, size_t size);

#endif
