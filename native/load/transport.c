#include "transport.h"

#include "control.h"
#include "fatal.h"
#include "tls_object.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

_Static_assert((int)BUFFER_SIZE >= (int)TLS_ROOM, "the buffers hold what one receive may bring");

static const struct tls_interface *tls;
static struct tls_context *context;
static pthread_mutex_t telling = PTHREAD_MUTEX_INITIALIZER;
static char spoken[128]; // of the first connection

static _Noreturn void refused(const char *reason)
{
    control_say("error tls: %s", reason);
    fatal("error tls: %s", reason);
}

static ssize_t moved(ssize_t bytes)
{
    if (bytes < 0 && errno == EPROTO)
        refused(tls->reason());
    return bytes;
}

ssize_t transport_encrypt(const struct transport *transport, const void *bytes, size_t length)
{
    return moved(tls->send(transport->tls, bytes, length));
}

ssize_t transport_decrypt(const struct transport *transport, void *into, size_t room, bool *more)
{
    return moved(tls->receive(transport->tls, into, room, more));
}

int transport_finish(const struct transport *transport)
{
    if (transport->tls && tls->finish(transport->tls) < 0)
        return -1;
    return shutdown(transport->fd, SHUT_WR);
}

void transport_close(struct transport *transport)
{
    if (transport->tls) {
        tls->finish(transport->tls); // as far as there is room for it
        tls->close(transport->tls);
    }
    transport->tls = NULL;
    close(transport->fd);
    transport->fd = -1;
}

void transport_explain(const struct transport *transport)
{
    char unused[1];
    if (transport->tls)
        transport_decrypt(transport, unused, sizeof unused, &(bool){false});
}

void transport_prepare(const struct plan *plan)
{
    if (!plan->tls.authority)
        return;
    char address[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &plan->address.sin_addr, address, sizeof address);
    tls = tls_object();
    context = tls->open(&plan->tls, address);
    if (!context)
        transport_lost();
}

void transport_begin(struct transport *transport)
{
    if (!context)
        return;
    transport->tls = tls->link(context, transport->fd);
    if (!transport->tls)
        transport_lost();
}

// One line tells of all connections, so they have to be alike.
static void tell(const struct transport *transport)
{
    char words[sizeof spoken], reason[3 * sizeof spoken];
    tls->describe(transport->tls, words, sizeof words);
    pthread_mutex_lock(&telling);
    if (!*spoken) {
        strcpy(spoken, words);
        control_say("tls %s", words);
    } else if (strcmp(spoken, words) != 0) {
        snprintf(reason, sizeof reason, "a connection has %s, the first one %s", words, spoken);
        refused(reason);
    }
    pthread_mutex_unlock(&telling);
}

void transport_late(int64_t seconds)
{
    char reason[64];
    snprintf(reason, sizeof reason, "no handshake came to its end for %lld s", (long long)seconds);
    refused(reason);
}

void transport_lost(void)
{
    refused(tls->reason());
}

int transport_handshake(const struct transport *transport, uint32_t *event)
{
    bool writes;
    int error = tls->handshake(transport->tls, &writes);
    if (error == EPROTO)
        transport_lost();
    if (error == 0)
        tell(transport);
    *event = error == EAGAIN ? (writes ? EPOLLOUT : EPOLLIN) : 0;
    return error;
}
