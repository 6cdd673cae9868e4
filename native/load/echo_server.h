#ifndef FLIMFLAM_ECHO_SERVER_H
#define FLIMFLAM_ECHO_SERVER_H

#include "plan.h"

// The server end of an echoed stream; it ends the process.
void echo_server_run(const struct plan *plan);

#endif
