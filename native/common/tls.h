#ifndef FLIMFLAM_TLS_H
#define FLIMFLAM_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// What flimflam-tls.so offers to a program that loads it. Only the object
// knows of OpenSSL, so that the program itself runs where there is none.

struct tls_files {
    const char *authority, *certificate, *key; // paths, PEM
};

struct tls_context; // of a process
struct tls_link;    // of one connection; used by one thread at a time

// What a call that failed says about it is in tls_interface.reason.
struct tls_interface {
    // NULL when a file cannot be used. The peer's certificate must be of the
    // authority and name this IP address.
    struct tls_context *(*open)(const struct tls_files *files, const char *address);
    // For a connected, non-blocking socket, which stays the caller's. NULL: failed.
    struct tls_link *(*link)(struct tls_context *context, int fd);
    // 0: it is done; EAGAIN and whether it waits to write; EPROTO: TLS itself
    // failed; else an errno of the socket.
    int (*handshake)(struct tls_link *link, bool *writes);
    // Bytes that were moved, as send() and recv() have it: 0 of receive is the
    // end of the stream; -1 with errno EAGAIN, EPROTO, or the socket's own. A receive with room for TLS_ROOM bytes leaves nothing behind
    // that could be had without the socket, of which it reads once only: the
    // last bool is whether there may be more, or the end.
    ssize_t (*send)(struct tls_link *link, const void *bytes, size_t length);
    ssize_t (*receive)(struct tls_link *link, void *into, size_t room, bool *more);
    // Says that nothing more will be sent. 0, or -1 with errno.
    int (*finish)(struct tls_link *link);
    // `TLSv1.3 TLS_AES_256_GCM_SHA384`.
    void (*describe)(const struct tls_link *link, char *text, size_t size);
    void (*close)(struct tls_link *link);
    // Why the last call of this thread failed, in one line.
    const char *(*reason)(void);
};

enum { TLS_ROOM = 64 * 1024 };

// The one symbol of the object.
#define TLS_SYMBOL "flimflam_tls"
extern const struct tls_interface flimflam_tls __attribute__((visibility("default")));

#endif
