#ifndef FLIMFLAM_CONNECT_H
#define FLIMFLAM_CONNECT_H

#include "plan.h"

// Opens all connections of the plan at the same time and returns their
// descriptors, or ends the process when one fails or the time is over.
int *connect_all(const struct plan *plan);

// The same with another number of them.
int *connect_some(const struct plan *plan, int64_t count);

#endif
