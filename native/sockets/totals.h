#ifndef FLIMFLAM_TOTALS_H
#define FLIMFLAM_TOTALS_H

#include "diag.h"

#include <stddef.h>

// Sums over all sockets ever seen. A socket that is not seen any more counts
// with its last value, so that the sums never go backwards.
struct totals {
    size_t sockets;
    uint64_t received, acked;
};

// A look at the sockets: begin, then add each one seen, then end.
void totals_begin(void);
void totals_add(const struct socket_count *seen);
struct totals totals_end(void);

#endif
