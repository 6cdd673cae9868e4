// A relay for checks, which ends TLS: `tls_peer PORT FOLDER [1.2]` listens at a
// free port, wants a certificate of FOLDER/ca.crt, shows FOLDER/tls.crt, and
// passes on to PORT what it decrypts; of TLS at most that version.

#include "fatal.h"
#include "tcp.h"
#include "threads.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 16 * 1024, WAIT = -1, LOST = -2 };

struct side {
    int fd;
    SSL *ssl; // NULL: plain
};

// What was read at one side and is not written at the other yet.
struct flow {
    struct side *from, *to;
    char bytes[PIECE];
    int length, written;
    bool ended, passed_on; // the end of the one side; and the other was told
};

static SSL_CTX *context;
static struct sockaddr_in target;

static int outcome(const struct side *side, int result)
{
    int why = SSL_get_error(side->ssl, result);
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? WAIT : why == SSL_ERROR_ZERO_RETURN ? 0 : LOST;
}

static int side_read(const struct side *side, char *into)
{
    ERR_clear_error();
    int got = side->ssl ? SSL_read(side->ssl, into, PIECE) : (int)read(side->fd, into, PIECE);
    return got > 0 ? got : side->ssl ? outcome(side, got) : got == 0 ? 0 : WAIT;
}

static int side_write(const struct side *side, const char *bytes, int length)
{
    ERR_clear_error();
    int sent = side->ssl ? SSL_write(side->ssl, bytes, length) : (int)write(side->fd, bytes, (size_t)length);
    return sent > 0 ? sent : side->ssl ? outcome(side, sent) : WAIT;
}

// False when the connection is lost.
static bool pump(struct flow *flow)
{
    if (flow->written == flow->length && !flow->ended) {
        int got = side_read(flow->from, flow->bytes);
        if (got == LOST)
            return false;
        flow->ended = got == 0;
        flow->length = got > 0 ? got : 0;
        flow->written = 0;
    }
    if (flow->written < flow->length) {
        int sent = side_write(flow->to, flow->bytes + flow->written, flow->length - flow->written);
        if (sent == LOST)
            return false;
        flow->written += sent > 0 ? sent : 0;
    }
    if (flow->ended && flow->written == flow->length && !flow->passed_on) {
        flow->passed_on = true;
        // As nginx does: of TLS no more than its own word for the end, until the peer says that too.
        if (flow->to->ssl)
            SSL_shutdown(flow->to->ssl);
        else
            shutdown(flow->to->fd, SHUT_WR);
    }
    return true;
}

static short events_of(const struct flow *in, const struct flow *out)
{
    return (short)((in->written == in->length && !in->ended ? POLLIN : 0) | (out->written < out->length ? POLLOUT : 0));
}

static void *carry(void *argument)
{
    struct side client = {.fd = (int)(intptr_t)argument, .ssl = SSL_new(context)};
    struct side server = {.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    struct flow *up = calloc(1, sizeof *up), *down = calloc(1, sizeof *down);
    if (connect(server.fd, (const struct sockaddr *)&target, sizeof target) < 0)
        fatal("cannot connect to the server: %s", strerror(errno));
    fcntl(server.fd, F_SETFL, O_NONBLOCK);
    *up = (struct flow){.from = &client, .to = &server};
    *down = (struct flow){.from = &server, .to = &client};
    SSL_set_fd(client.ssl, client.fd);
    SSL_set_accept_state(client.ssl);
    while (!(up->passed_on && down->passed_on) && pump(up) && pump(down)) {
        struct pollfd watched[] = {{.fd = client.fd, .events = events_of(up, down)},
                                   {.fd = server.fd, .events = events_of(down, up)}};
        // What lies in OpenSSL, poll does not know of.
        poll(watched, 2, SSL_pending(client.ssl) > 0 ? 0 : 10);
    }
    SSL_free(client.ssl);
    close(client.fd);
    close(server.fd);
    free(up);
    free(down);
    return NULL;
}

static void use(const char *folder)
{
    char authority[4096], certificate[4096], key[4096];
    snprintf(authority, sizeof authority, "%s/ca.crt", folder);
    snprintf(certificate, sizeof certificate, "%s/tls.crt", folder);
    snprintf(key, sizeof key, "%s/tls.key", folder);
    if (SSL_CTX_load_verify_locations(context, authority, NULL) != 1
        || SSL_CTX_use_certificate_chain_file(context, certificate) != 1
        || SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
        fatal("cannot use the files of %s", folder);
}

int main(int count, char **arguments)
{
    if (count < 3)
        usage_error("usage: tls_peer PORT FOLDER [1.2]");
    signal(SIGPIPE, SIG_IGN);
    target = (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_id_context(context, (const unsigned char *)"peer", 4);
    if (count > 3)
        SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
    use(arguments[2]);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = tcp_listen(&here, 0);
    for (;;)
        pthread_detach(thread_start("carry", 0, carry, (void *)(intptr_t)tcp_accept(listener)));
}
