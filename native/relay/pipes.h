#ifndef FLIMFLAM_PIPES_H
#define FLIMFLAM_PIPES_H

#include "counter.h"

#include <stddef.h>

// A pipe that holds bytes on their way between two sockets.
struct pipe {
    int in, out;
    size_t size, filled;
    struct pipe *next;
};

// The empty pipes of one thread.
struct pipe_pool {
    struct pipe *free;
    int wanted_size;
    counter smallest; // of all pipes made so far; 0 before the first
};

// NULL with errno when there is none and none can be made.
struct pipe *pipe_take(struct pipe_pool *pool);

// Gives an empty pipe back.
void pipe_return(struct pipe_pool *pool, struct pipe *pipe);

// Ends a pipe whose content nobody wants any more.
void pipe_destroy(struct pipe *pipe);

#endif
