#ifndef FLIMFLAM_TCP_H
#define FLIMFLAM_TCP_H

#include <netinet/in.h>

// Listens and prints `listening PORT`, or ends the process. Accepting blocks.
// With a send buffer of that size on each connection; 0: as the kernel likes.
int tcp_listen(const struct sockaddr_in *address, int send_buffer);

// The next connection, non-blocking and without Nagle's delay; -1 when there
// is none and the listening socket does not block.
int tcp_accept(int listener);

// A new non-blocking socket without Nagle's delay that has begun to connect;
// -1 with errno when that failed at once.
int tcp_begin_connect(const struct sockaddr_in *address, int send_buffer);

// The same two without any setting of the socket, which costs a system call
// each: for connections over which one short message goes.
int tcp_accept_plain(int listener);
int tcp_begin_plain_connect(const struct sockaddr_in *address);

// How a connect ended: 0 or an errno.
int tcp_pending_error(int fd);

// As many descriptors as the system lets this process have.
void tcp_raise_descriptor_limit(void);

#endif
