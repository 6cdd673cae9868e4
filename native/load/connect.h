#ifndef FLIMFLAM_CONNECT_H
#define FLIMFLAM_CONNECT_H

#include "transport.h"

// Opens all connections of the plan at the same time and returns them, or ends
// the process when one fails or the time is over. With TLS that is done in
// batches, and each has that time.
struct transport *connect_all(const struct plan *plan);

// The same with another number of them.
struct transport *connect_some(const struct plan *plan, int64_t count);

#endif
