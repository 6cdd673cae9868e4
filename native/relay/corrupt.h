#ifndef FLIMFLAM_CORRUPT_H
#define FLIMFLAM_CORRUPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// A deliberate fault, for tests of those who check their bytes: each flow is
// passed on unharmed for so many bytes, then one byte is changed.
struct corruption {
    uint64_t left; // bytes before the fault
    bool done, held;
    char byte; // the one that is changed; held: it is out of the pipe, but not sent yet
};

void corruption_begin(struct corruption *corruption, int64_t after);

// As splice() of up to `length` bytes from the pipe to the socket.
ssize_t corruption_splice(struct corruption *corruption, int pipe, int sink, size_t length);

#endif
