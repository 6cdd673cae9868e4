#include "context.h"

#include "reason.h"
#include "wire.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <stdlib.h>

// Nobody sits at a measuring program who could type it.
static int no_passphrase(char *into, int size, int writing, void *nothing)
{
    (void)into;
    (void)size;
    (void)writing;
    (void)nothing;
    return -1;
}

// False, and the reason is kept.
static bool good(int result, const char *path)
{
    if (result == 1)
        return true;
    const char *words = ERR_reason_error_string(ERR_peek_error());
    reason_keep("cannot use %s: %s", path, words ? words : "unknown reason");
    ERR_clear_error();
    return false;
}

static bool prepare(SSL_CTX *ssl, const struct tls_files *files, const char *address)
{
    SSL_CTX_set_default_passwd_cb(ssl, no_passphrase);
    SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION);
    SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER, NULL);
    // Every handshake is a whole one, as that of a new client is.
    SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
    // Some peers close without saying so first, which costs a counted stream nothing.
    SSL_CTX_set_options(ssl, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    // A rest of a message may be sent from another buffer; idle connections keep no buffers (34 KB each).
    SSL_CTX_set_mode(ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    // One call of the kernel for many records. What it gave must fit into the room of one receive.
    SSL_CTX_set_read_ahead(ssl, 1);
    SSL_CTX_set_default_read_buffer_len(ssl, TLS_ROOM);
    return good(X509_VERIFY_PARAM_set1_ip_asc(SSL_CTX_get0_param(ssl), address), address)
        && good(SSL_CTX_load_verify_locations(ssl, files->authority, NULL), files->authority)
        && good(SSL_CTX_use_certificate_chain_file(ssl, files->certificate), files->certificate)
        && good(SSL_CTX_use_PrivateKey_file(ssl, files->key, SSL_FILETYPE_PEM), files->key)
        && good(SSL_CTX_check_private_key(ssl), files->key);
}

struct tls_context *context_open(const struct tls_files *files, const char *address)
{
    struct tls_context *context = calloc(1, sizeof *context);
    SSL_CTX *ssl = SSL_CTX_new(TLS_client_method());
    BIO_METHOD *wire = wire_method();
    if (!context || !ssl || !wire)
        reason_keep_queue(NULL);
    else if (prepare(ssl, files, address)) {
        *context = (struct tls_context){ssl, wire};
        return context;
    }
    BIO_meth_free(wire);
    SSL_CTX_free(ssl);
    free(context);
    return NULL;
}
