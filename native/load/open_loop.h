#ifndef FLIMFLAM_OPEN_LOOP_H
#define FLIMFLAM_OPEN_LOOP_H

#include "requests.h"

// Requests are sent at the times of a schedule, whether or not earlier ones
// were answered.
extern const struct request_kind open_loop;

#endif
