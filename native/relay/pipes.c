#include "pipes.h"

#include "memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static struct pipe *make(struct pipe_pool *pool)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return NULL;
    // An unprivileged user is refused beyond a limit: the pipe then keeps the
    // kernel's own size, and `smallest` tells.
    fcntl(ends[1], F_SETPIPE_SZ, pool->wanted_size);
    int size = fcntl(ends[1], F_GETPIPE_SZ);
    struct pipe *pipe = memory_zeroed(1, sizeof *pipe);
    pipe->out = ends[0];
    pipe->in = ends[1];
    pipe->size = size > 0 ? (size_t)size : 4096;
    uint64_t smallest = counter_read(&pool->smallest);
    if (smallest == 0 || pipe->size < smallest)
        atomic_store_explicit(&pool->smallest, pipe->size, memory_order_relaxed);
    return pipe;
}

struct pipe *pipe_take(struct pipe_pool *pool)
{
    struct pipe *pipe = pool->free;
    if (!pipe)
        return make(pool);
    pool->free = pipe->next;
    return pipe;
}

void pipe_return(struct pipe_pool *pool, struct pipe *pipe)
{
    pipe->next = pool->free;
    pool->free = pipe;
}

void pipe_destroy(struct pipe *pipe)
{
    close(pipe->in);
    close(pipe->out);
    free(pipe);
}
