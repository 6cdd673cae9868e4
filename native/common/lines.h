#ifndef FLIMFLAM_LINES_H
#define FLIMFLAM_LINES_H

#include <stdbool.h>
#include <stddef.h>

// Cuts a stream into lines. Zero-initialise, then set `fd`.
struct lines {
    int fd;
    char *bytes;
    size_t begin, end, capacity;
    size_t searched; // bytes from `begin` on that hold no newline
    size_t length;   // of the line that was given last
};

// One read(). False at the end of the stream (an incomplete last line is
// dropped: its writer died in the middle of it).
bool lines_fill(struct lines *lines);

// The next complete line without its newline, or NULL. It may be written to
// and is valid until the next lines_fill().
char *lines_next(struct lines *lines);

void lines_free(struct lines *lines);

#endif
