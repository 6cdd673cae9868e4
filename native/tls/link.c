#include "link.h"

#include "reason.h"
#include "wire.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tls_link {
    SSL *ssl;
    struct wire wire;
};

struct tls_link *link_new(struct tls_context *context, int fd)
{
    struct tls_link *link = calloc(1, sizeof *link);
    SSL *ssl = SSL_new(context->ssl);
    BIO *bio = link && ssl ? wire_bio(context->wire, &link->wire) : NULL;
    if (!bio) {
        reason_keep("out of memory for a connection");
        SSL_free(ssl);
        free(link);
        return NULL;
    }
    link->ssl = ssl;
    link->wire.fd = fd;
    SSL_set_bio(ssl, bio, bio);
    SSL_set_connect_state(ssl);
    return link;
}

void link_close(struct tls_link *link)
{
    SSL_free(link->ssl);
    free(link);
}

// What a call that moved nothing means: the value for its caller, with errno; `failed` is the socket's own.
static ssize_t outcome(struct tls_link *link, int result, int failed)
{
    switch (SSL_get_error(link->ssl, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: errno = EAGAIN; return -1;
    case SSL_ERROR_ZERO_RETURN: return 0;
    case SSL_ERROR_SYSCALL:
        if (link->wire.ended)
            return 0;
        errno = failed ? failed : EPROTO;
        reason_keep("a fault without a name");
        return -1;
    default:
        reason_keep_queue(link->ssl);
        errno = EPROTO;
        return -1;
    }
}

int link_handshake(struct tls_link *link, bool *writes)
{
    ERR_clear_error();
    link->wire.reads = INT_MAX;
    errno = 0;
    int result = SSL_do_handshake(link->ssl);
    if (result == 1)
        return 0;
    int failed = errno;
    *writes = SSL_get_error(link->ssl, result) == SSL_ERROR_WANT_WRITE;
    if (outcome(link, result, failed) == 0) {
        reason_keep("the peer closed the connection within the handshake");
        return ECONNRESET;
    }
    if (errno != EPROTO)
        reason_keep("within the handshake: %s", strerror(errno));
    return errno;
}

// A peer that refuses closes next, so that it may be a send that fails first; its alert lies in the socket.
static ssize_t refusal(struct tls_link *link, int failed)
{
    char unused[1];
    bool more;
    ssize_t got = link_receive(link, unused, sizeof unused, &more);
    if (got < 0 && errno == EPROTO)
        return -1;
    errno = failed;
    return -1;
}

// A record at a time, of up to 16 KiB: what OpenSSL could not hand over whole it wants again, the same bytes first.
ssize_t link_send(struct tls_link *link, const void *bytes, size_t length)
{
    size_t sent = 0;
    while (sent < length) {
        size_t one = 0;
        ERR_clear_error();
        errno = 0;
        int result = SSL_write_ex(link->ssl, (const char *)bytes + sent, length - sent, &one);
        if (result == 1) {
            sent += one;
            continue;
        }
        int failed = errno;
        ssize_t what = outcome(link, result, failed);
        if (what < 0 && errno == EAGAIN)
            break;
        return what < 0 && errno == EPROTO ? -1 : refusal(link, what == 0 ? EPIPE : errno);
    }
    if (sent > 0)
        return (ssize_t)sent;
    errno = EAGAIN;
    return -1;
}

// What is told of the socket is told of it alone, so all that was read is taken out here.
ssize_t link_receive(struct tls_link *link, void *into, size_t room, bool *more)
{
    size_t got = 0;
    do {
        link->wire.reads = 1;
        link->wire.filled = false;
        while (got < room) {
            size_t one = 0;
            ERR_clear_error();
            errno = 0;
            int result = SSL_read_ex(link->ssl, (char *)into + got, room - got, &one);
            if (result != 1) {
                ssize_t what = outcome(link, result, errno);
                if (what < 0 && errno == EAGAIN)
                    break;
                if (got == 0 || what < 0)
                    return what;
                // The end comes again with the next call; the socket may not tell of it.
                *more = true;
                return (ssize_t)got;
            }
            got += one;
        }
        *more = link->wire.filled;
    } while (got == 0 && *more); // there was no payload in it
    if (got > 0)
        return (ssize_t)got;
    errno = EAGAIN;
    return -1;
}

int link_finish(struct tls_link *link)
{
    ERR_clear_error();
    errno = 0;
    // 0: our end is sent, that of the peer is to come.
    int result = SSL_shutdown(link->ssl);
    return result >= 0 || outcome(link, result, errno) == 0 ? 0 : -1;
}

void link_describe(const struct tls_link *link, char *text, size_t size)
{
    snprintf(text, size, "%s %s", SSL_get_version(link->ssl), SSL_get_cipher_name(link->ssl));
}
