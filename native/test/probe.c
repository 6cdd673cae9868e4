// Sends a stream through whatever listens on a port, ends its sending side,
// and checks that exactly the same comes back, then the end.
//   probe PORT BYTES [late]    late: begins to read only when it cannot send more

#include "clock.h"
#include "tcp.h"
#include "test.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

enum { PIECE = 10007 };

static char expected(uint64_t offset)
{
    return (char)((offset * 2654435761u) >> 13);
}

static uint64_t send_piece(int fd, uint64_t offset, uint64_t total)
{
    char piece[PIECE];
    size_t length = total - offset < PIECE ? (size_t)(total - offset) : PIECE;
    for (size_t i = 0; i < length; i++)
        piece[i] = expected(offset + i);
    ssize_t sent = send(fd, piece, length, MSG_NOSIGNAL);
    CHECK(sent > 0);
    return (uint64_t)sent;
}

// 0 at the end of the stream.
static uint64_t receive_piece(int fd, uint64_t offset)
{
    char piece[PIECE];
    ssize_t got = recv(fd, piece, sizeof piece, 0);
    CHECK(got >= 0);
    for (ssize_t i = 0; i < got; i++)
        CHECK(piece[i] == expected(offset + (uint64_t)i));
    return (uint64_t)got;
}

int main(int count, char **arguments)
{
    CHECK(count >= 3);
    uint64_t total = (uint64_t)atoll(arguments[2]), sent = 0, received = 0;
    bool reading = count == 3, shut = false, ended = false;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = tcp_begin_connect(&address, 0);
    CHECK(fd >= 0);
    while (!ended) {
        struct pollfd socket = {.fd = fd};
        socket.events = (short)((shut ? 0 : POLLOUT) | (reading ? POLLIN : 0));
        int ready = poll(&socket, 1, reading ? 5000 : 300);
        CHECK(ready > 0 || !reading);
        if (sent < total && (socket.revents & POLLOUT))
            sent += send_piece(fd, sent, total);
        else if (socket.revents & POLLOUT)
            shut = shutdown(fd, SHUT_WR) == 0;
        if (ready == 0 || shut)
            reading = true;
        if (reading && (socket.revents & (POLLIN | POLLHUP))) {
            uint64_t got = receive_piece(fd, received);
            received += got;
            ended = got == 0;
        }
    }
    CHECK(sent == total && received == total);
    return 0;
}
