#ifndef FLIMFLAM_DIAG_H
#define FLIMFLAM_DIAG_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

// What the kernel counted on one TCP socket.
struct socket_count {
    uint64_t cookie, received, acked;
};

// Opens the kernel's socket diagnosis. -1 with errno.
int diag_open(void);

// Reports every connected socket with that destination, or with that source:
// then it is the listening program's end. The host 0.0.0.0 stands for any.
// False with errno when the kernel refuses.
bool diag_ask(int diag, const struct sockaddr_in *address, bool listening_end, void (*report)(const struct socket_count *));

#endif
