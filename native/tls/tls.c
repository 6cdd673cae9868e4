// flimflam-tls.so: TLS for the clients of flimflam-load, by OpenSSL.

#include "link.h"
#include "reason.h"

const struct tls_interface flimflam_tls = {
    .open = context_open,
    .link = link_new,
    .handshake = link_handshake,
    .send = link_send,
    .receive = link_receive,
    .finish = link_finish,
    .describe = link_describe,
    .close = link_close,
    .reason = reason_kept,
};
