#ifndef FLIMFLAM_TLS_OBJECT_H
#define FLIMFLAM_TLS_OBJECT_H

#include "tls.h"

// Loads flimflam-tls.so from the folder of this program, or ends the process
// with one line: it is built only where OpenSSL's headers are.
const struct tls_interface *tls_object(void);

#endif
