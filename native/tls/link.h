#ifndef FLIMFLAM_TLS_LINK_H
#define FLIMFLAM_TLS_LINK_H

#include "context.h"

// What the interface has of a connection, see tls.h.
struct tls_link *link_new(struct tls_context *context, int fd);
int link_handshake(struct tls_link *link, bool *writes);
ssize_t link_send(struct tls_link *link, const void *bytes, size_t length);
ssize_t link_receive(struct tls_link *link, void *into, size_t room, bool *more);
int link_finish(struct tls_link *link);
void link_describe(const struct tls_link *link, char *text, size_t size);
void link_close(struct tls_link *link);

#endif
