// The plainest correct echo over TCP, to compare flimflam-load with: blocking
// sockets, one thread a connection in the server, and in the client a sending
// and a receiving thread a connection.
//
//   echo server PORT [BUFFER]
//   echo client PORT JOBS SECONDS [BUFFER]

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static size_t buffer_size = 16 * 1024;
static atomic_ullong received;
static atomic_bool over;

static void check(int result, const char *what)
{
    if (result >= 0)
        return;
    fprintf(stderr, "cannot %s: %s\n", what, strerror(errno));
    exit(1);
}

static int open_socket(void)
{
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    check(fd, "create a socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static int send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0)
            return 0;
        bytes += sent;
        length -= (size_t)sent;
    }
    return 1;
}

static void start(void *(*run)(void *), int fd)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, (void *)(long)fd) != 0)
        check(-1, "start a thread");
    pthread_detach(thread);
}

static void *echo_back(void *argument)
{
    int fd = (int)(long)argument;
    char *buffer = malloc(buffer_size);
    ssize_t got;
    while ((got = recv(fd, buffer, buffer_size, 0)) > 0 && send_all(fd, buffer, (size_t)got))
        ;
    free(buffer);
    close(fd);
    return NULL;
}

static void *keep_sending(void *argument)
{
    char *buffer = malloc(buffer_size);
    memset(buffer, 0x5a, buffer_size);
    while (!over && send_all((int)(long)argument, buffer, buffer_size))
        ;
    free(buffer);
    return NULL;
}

static void *keep_receiving(void *argument)
{
    char *buffer = malloc(buffer_size);
    ssize_t got;
    while (!over && (got = recv((int)(long)argument, buffer, buffer_size, 0)) > 0)
        received += (unsigned long long)got;
    free(buffer);
    return NULL;
}

static void serve(const struct sockaddr_in *address)
{
    int on = 1;
    int listener = open_socket();
    check(bind(listener, (const struct sockaddr *)address, sizeof *address), "bind");
    check(listen(listener, 128), "listen");
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        check(fd, "accept");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        start(echo_back, fd);
    }
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void drive(const struct sockaddr_in *address, int jobs, double seconds)
{
    for (int i = 0; i < jobs; i++) {
        int fd = open_socket();
        check(connect(fd, (const struct sockaddr *)address, sizeof *address), "connect");
        start(keep_receiving, fd);
        start(keep_sending, fd);
    }
    double begin = now();
    unsigned long long before = received;
    usleep((useconds_t)(seconds * 1e6));
    unsigned long long bytes = received - before;
    printf("%llu bytes in %.6f seconds\n", bytes, now() - begin);
    over = 1;
}

int main(int count, char **arguments)
{
    int server = count >= 3 && strcmp(arguments[1], "server") == 0;
    int client = count >= 5 && strcmp(arguments[1], "client") == 0;
    if (!server && !client) {
        fprintf(stderr, "usage: echo server PORT [BUFFER], or echo client PORT JOBS SECONDS [BUFFER]\n");
        return 2;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[2]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int before_buffer = server ? 3 : 5;
    if (count > before_buffer)
        buffer_size = (size_t)atol(arguments[before_buffer]);
    signal(SIGPIPE, SIG_IGN);
    if (server)
        serve(&address);
    else
        drive(&address, atoi(arguments[3]), atof(arguments[4]));
    return 0;
}
