#include "corrupt.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

void corruption_begin(struct corruption *corruption, int64_t after)
{
    *corruption = (struct corruption){.left = (uint64_t)after, .done = after < 0};
}

// The byte stays here until the socket takes it.
static ssize_t pass_changed(struct corruption *corruption, int pipe, int sink)
{
    if (!corruption->held) {
        ssize_t got = read(pipe, &corruption->byte, 1);
        if (got != 1)
            return got;
        corruption->byte++; // not turned over: two relays, or the way back, would make it right again
        corruption->held = true;
    }
    ssize_t sent = send(sink, &corruption->byte, 1, MSG_NOSIGNAL);
    corruption->done = sent == 1;
    return sent;
}

ssize_t corruption_splice(struct corruption *corruption, int pipe, int sink, size_t length)
{
    if (!corruption->done && corruption->left == 0)
        return pass_changed(corruption, pipe, sink);
    if (!corruption->done && length > corruption->left)
        length = (size_t)corruption->left;
    ssize_t sent = splice(pipe, NULL, sink, NULL, length, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
    if (sent > 0 && !corruption->done)
        corruption->left -= (uint64_t)sent;
    return sent;
}
