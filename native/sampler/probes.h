#ifndef FLIMFLAM_PROBES_H
#define FLIMFLAM_PROBES_H

#include <stdint.h>

// Whether a host reaches another one: sockets that only listen, and connections that are only tried. What came of each is
// answered as `answer KEY ok`, or with the words of errno.

// Listens at ADDRESS:PORT until probe_close().
void probe_listen(const char *key, const char *address);

// Tries to connect, from the source address if there is one (NULL: the kernel chooses), for some milliseconds.
void probe_connect(const char *key, const char *address, const char *source, int64_t patience_ms);

void probe_close(const char *key);

// Readable when probes_serve() has something to do; so it has when a probe is due (INT64_MAX: never).
int probes_open(void);
int64_t probes_due(void);
void probes_serve(void);

#endif
