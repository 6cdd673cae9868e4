#include "wire.h"

#include <errno.h>
#include <sys/socket.h>

static int wire_read(BIO *bio, char *into, size_t room, size_t *got)
{
    struct wire *wire = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (wire->reads == 0) {
        errno = EAGAIN;
        BIO_set_retry_read(bio);
        return 0;
    }
    wire->reads--;
    ssize_t count = recv(wire->fd, into, room, 0);
    wire->filled = count == (ssize_t)room;
    wire->ended = wire->ended || count == 0;
    *got = count > 0 ? (size_t)count : 0;
    if (count < 0 && errno == EAGAIN)
        BIO_set_retry_read(bio);
    return count > 0;
}

static int wire_write(BIO *bio, const char *bytes, size_t length, size_t *sent)
{
    const struct wire *wire = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t count = send(wire->fd, bytes, length, MSG_NOSIGNAL);
    *sent = count > 0 ? (size_t)count : 0;
    if (count < 0 && errno == EAGAIN)
        BIO_set_retry_write(bio);
    return count > 0;
}

static long wire_control(BIO *bio, int command, long number, void *pointer)
{
    (void)number;
    (void)pointer;
    const struct wire *wire = BIO_get_data(bio);
    if (command == BIO_CTRL_EOF)
        return wire->ended;
    return command == BIO_CTRL_FLUSH; // nothing is ever kept back
}

BIO_METHOD *wire_method(void)
{
    BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "flimflam wire");
    if (!method)
        return NULL;
    BIO_meth_set_read_ex(method, wire_read);
    BIO_meth_set_write_ex(method, wire_write);
    BIO_meth_set_ctrl(method, wire_control);
    return method;
}

BIO *wire_bio(const BIO_METHOD *method, struct wire *wire)
{
    BIO *bio = BIO_new(method);
    if (!bio)
        return NULL;
    BIO_set_data(bio, wire);
    BIO_set_init(bio, 1);
    return bio;
}
