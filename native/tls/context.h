#ifndef FLIMFLAM_TLS_CONTEXT_H
#define FLIMFLAM_TLS_CONTEXT_H

#include "tls.h"

#include <openssl/ssl.h>

struct tls_context {
    SSL_CTX *ssl;
    BIO_METHOD *wire;
};

struct tls_context *context_open(const struct tls_files *files, const char *address);

#endif
