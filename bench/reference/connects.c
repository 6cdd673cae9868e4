// The plainest loop of short connections over TCP, to compare builtin-crr
// with: blocking sockets and one thread a job at both ends. The server closes
// first, as that of flimflam-load does.
//
//   connects server PORT THREADS
//   connects client PORT JOBS SECONDS

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

static struct sockaddr_in address = {.sin_family = AF_INET};
static int listener;
static atomic_ullong connections;

static void check(int result, const char *what)
{
    if (result >= 0)
        return;
    fprintf(stderr, "cannot %s: %s\n", what, strerror(errno));
    exit(1);
}

static void *answer_all(void *unused)
{
    (void)unused;
    char byte;
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        check(fd, "accept");
        if (recv(fd, &byte, 1, 0) == 1 && send(fd, &byte, 1, MSG_NOSIGNAL | MSG_MORE) < 0)
            check(-1, "answer");
        close(fd);
    }
    return NULL;
}

static void *connect_again(void *unused)
{
    (void)unused;
    char byte = 0;
    for (;;) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        check(fd, "create a socket");
        check(connect(fd, (const struct sockaddr *)&address, sizeof address), "connect");
        check((int)send(fd, &byte, 1, MSG_NOSIGNAL), "send");
        if (recv(fd, &byte, 1, 0) != 1 || recv(fd, &byte, 1, 0) != 0)
            check(-1, "receive");
        close(fd);
        connections++;
    }
    return NULL;
}

static void start(void *(*run)(void *), int count)
{
    for (int i = 0; i < count; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, run, NULL) != 0)
            check(-1, "start a thread");
    }
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int count, char **arguments)
{
    int on = 1;
    if (count < 4)
        return 2;
    address.sin_port = htons((uint16_t)atoi(arguments[2]));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (strcmp(arguments[1], "server") == 0) {
        listener = socket(AF_INET, SOCK_STREAM, 0);
        check(listener, "create a socket");
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        check(bind(listener, (const struct sockaddr *)&address, sizeof address), "bind");
        check(listen(listener, 4096), "listen");
        start(answer_all, atoi(arguments[3]));
        pause();
    }
    start(connect_again, atoi(arguments[3]));
    usleep(300000);
    double begin = now();
    unsigned long long before = connections;
    usleep((useconds_t)(atof(arguments[4]) * 1e6));
    printf("%llu connections in %.6f seconds\n", connections - before, now() - begin);
    return 0;
}
