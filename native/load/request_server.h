#ifndef FLIMFLAM_REQUEST_SERVER_H
#define FLIMFLAM_REQUEST_SERVER_H

#include "plan.h"

// Serves requests until told to quit, then ends the process.
// Every connection for as long as its peer likes, or each for one request.
void request_server_run(const struct plan *plan);
void request_server_run_once(const struct plan *plan);

#endif
