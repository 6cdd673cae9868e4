#ifndef FLIMFLAM_ENDS_H
#define FLIMFLAM_ENDS_H

#include "plan.h"

// The two ends of echo and rr; they end the process.
void server_run(const struct plan *plan);
void client_run(const struct plan *plan);

#endif
