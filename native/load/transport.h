#ifndef FLIMFLAM_TRANSPORT_H
#define FLIMFLAM_TRANSPORT_H

#include "plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

struct tls_link;

// A connection: a socket, and what encrypts what goes over it. Plain TCP costs
// no more than to see that there is nothing of the kind.
struct transport {
    int fd;
    struct tls_link *tls; // NULL: plain TCP
};

// Of TLS; see below for what both have in common.
ssize_t transport_encrypt(const struct transport *transport, const void *bytes, size_t length);
ssize_t transport_decrypt(const struct transport *transport, void *into, size_t room, bool *more);

// As send() and recv() of a non-blocking socket. What TLS refuses ends the
// process with the line `error tls: REASON`: no other connection would fare better.
static inline ssize_t transport_send(const struct transport *transport, const void *bytes, size_t length)
{
    return transport->tls ? transport_encrypt(transport, bytes, length)
                          : send(transport->fd, bytes, length, MSG_NOSIGNAL);
}

// `more`: there may be something that the socket has told of already, so that it is worth to ask again. Of TLS it is also
// the end of the stream, of which the socket need not tell; with less room than BUFFER_SIZE it may be anything.
static inline ssize_t transport_receive(const struct transport *transport, void *into, size_t room, int flags, bool *more)
{
    if (transport->tls)
        return transport_decrypt(transport, into, room, more);
    ssize_t got = recv(transport->fd, into, room, flags);
    *more = got == (ssize_t)room;
    return got;
}

// Ends the direction of what is sent: 0, or -1 with errno.
int transport_finish(const struct transport *transport);

// Closes the connection.
void transport_close(struct transport *transport);

// What an end of a connection, whose reason nobody has read yet, is about: ends the process if TLS says so.
void transport_explain(const struct transport *transport);

// Before any connection: gets TLS ready, if the plan wants it, or ends the process.
void transport_prepare(const struct plan *plan);

// Begins to speak TLS over a socket, if that was prepared.
void transport_begin(struct transport *transport);

// Ends the process: no handshake came to its end for so long.
_Noreturn void transport_late(int64_t seconds);

// Goes on with the handshake: 0 when it is done, EAGAIN and the event to wait for, or why the socket failed.
int transport_handshake(const struct transport *transport, uint32_t *event);

// Ends the process for what the last call of this thread met.
_Noreturn void transport_lost(void);

#endif
