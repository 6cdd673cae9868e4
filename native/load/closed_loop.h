#ifndef FLIMFLAM_CLOSED_LOOP_H
#define FLIMFLAM_CLOSED_LOOP_H

#include "requests.h"

// Every connection has one request under way: the next one follows the answer.
extern const struct request_kind closed_loop;

#endif
