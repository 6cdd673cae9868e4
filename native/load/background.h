#ifndef FLIMFLAM_BACKGROUND_H
#define FLIMFLAM_BACKGROUND_H

#include "plan.h"

#include <stddef.h>
#include <stdint.h>

// Streams that fill a chain while requests over the same chain are measured:
// both ends have threads of their own for them, so that what requests wait for
// is the chain. Where there are such streams, every connection begins with one
// byte that tells the server which kind it is.
enum { KIND_REQUESTS = 'r', KIND_BACKGROUND = 'b' };

// The server's end, before any connection is accepted.
void background_serve(const struct plan *plan);

// Takes over a connection of which so many bytes have been received.
void background_take(int fd, size_t received);

// Bytes that arrived.
uint64_t background_received(void);

// The client's end: opens all streams, then, once the requests are connected too, fills them.
void background_connect(const struct plan *plan);
void background_fill(const struct plan *plan);

#endif
