#include "threads.h"

#include "fatal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>

pthread_t thread_start(const char *prefix, int number, void *(*run)(void *), void *argument)
{
    pthread_t thread;
    char name[32];
    int error = pthread_create(&thread, NULL, run, argument);
    if (error)
        fatal("cannot start a thread: %s", strerror(error));
    snprintf(name, sizeof name, "%s-%d", prefix, number);
    name[15] = '\0'; // the kernel's limit
    pthread_setname_np(thread, name);
    return thread;
}

int epoll_open(void)
{
    int fd = epoll_create1(EPOLL_CLOEXEC);
    if (fd < 0)
        fatal("cannot create an epoll descriptor: %s", strerror(errno));
    return fd;
}
