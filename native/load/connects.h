#ifndef FLIMFLAM_CONNECTS_H
#define FLIMFLAM_CONNECTS_H

#include "requests.h"

// Every job connects, sends one request, reads its answer and the end of the
// stream, closes, and begins anew.
extern const struct request_kind connects;

#endif
