#include "greeting.h"

#include "control.h"
#include "fatal.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

static const char magic[8] = "flimflam";

void greeting_send(struct streamer *streamer, const struct stream *stream)
{
    (void)streamer;
    char greeting[GREETING_SIZE];
    memcpy(greeting, magic, sizeof magic);
    memcpy(greeting + sizeof magic, &stream->number, sizeof stream->number);
    // The buffer of a new socket is empty.
    if (transport_send(&stream->transport, greeting, sizeof greeting) != (ssize_t)sizeof greeting)
        fatal("error connection %lld: cannot send: %s", (long long)stream->number, strerror(errno));
}

bool greeting_receive(struct streamer *streamer, struct stream *stream)
{
    ssize_t got = recv(stream->transport.fd, stream->greeting + stream->greeted, GREETING_SIZE - stream->greeted, 0);
    if (got < 0 && errno == EAGAIN)
        return false;
    if (got <= 0) {
        stream_end(streamer, stream, got == 0 ? NULL : strerror(errno));
        return false;
    }
    stream->greeted += (size_t)got;
    if (stream->greeted < GREETING_SIZE)
        return false;
    if (memcmp(stream->greeting, magic, sizeof magic) != 0) {
        control_say("error a connection began with wrong bytes");
        fatal("error a connection began with wrong bytes");
    }
    memcpy(&stream->number, stream->greeting + sizeof magic, sizeof stream->number);
    return true;
}
