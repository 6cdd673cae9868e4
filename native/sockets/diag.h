#ifndef FLIMFLAM_DIAG_H
#define FLIMFLAM_DIAG_H

#include <stdbool.h>
#include <stdint.h>

// What the kernel counted on one TCP socket.
struct socket_count {
    uint64_t cookie, received, acked;
};

// Opens the kernel's socket diagnosis. -1 with errno.
int diag_open(void);

// Reports every connected socket of 127.0.0.1 with that destination port, or
// with that source port: then it is the listening program's end.
// False with errno when the kernel refuses.
bool diag_ask(int diag, uint16_t port, bool listening_end, void (*report)(const struct socket_count *));

#endif
