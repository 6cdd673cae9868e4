#ifndef FLIMFLAM_STREAM_ENDS_H
#define FLIMFLAM_STREAM_ENDS_H

#include "plan.h"

// The two ends of streams; they end the process.
void stream_server_run(const struct plan *plan);
void stream_client_run(const struct plan *plan);

#endif
