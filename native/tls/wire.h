#ifndef FLIMFLAM_TLS_WIRE_H
#define FLIMFLAM_TLS_WIRE_H

#include <openssl/bio.h>
#include <stdbool.h>

// The socket as OpenSSL sees it. Its own BIO for sockets would ask the kernel
// until that has nothing more: a needless call for every answer. Here a caller
// says how often it may be asked, and hears whether it gave all there was.
struct wire {
    int fd;
    int reads;   // calls that are left
    bool filled; // the last one got as much as it asked for
    bool ended;  // the peer's end was seen
};

// Once per process, before the first wire_bio(); NULL without memory.
BIO_METHOD *wire_method(void);

BIO *wire_bio(const BIO_METHOD *method, struct wire *wire);

#endif
