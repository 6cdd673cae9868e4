#ifndef FLIMFLAM_THREADS_H
#define FLIMFLAM_THREADS_H

#include <pthread.h>

// Starts `run(argument)` in a thread named `PREFIX-NUMBER`, or ends the process.
pthread_t thread_start(const char *prefix, int number, void *(*run)(void *), void *argument);

// An epoll descriptor, or the end of the process.
int epoll_open(void);

#endif
