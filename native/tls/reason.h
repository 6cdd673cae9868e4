#ifndef FLIMFLAM_TLS_REASON_H
#define FLIMFLAM_TLS_REASON_H

#include <openssl/ssl.h>

// Keeps words for tls_interface.reason, of this thread.
void reason_keep(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Keeps what OpenSSL's queue says, and empties it.
void reason_keep_queue(const SSL *ssl);

const char *reason_kept(void);

#endif
