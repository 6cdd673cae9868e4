#ifndef FLIMFLAM_CPUS_H
#define FLIMFLAM_CPUS_H

#include <sched.h>
#include <stdbool.h>

// Reads a list such as `0,2-3`.
bool cpus_parse(const char *list, cpu_set_t *cpus);

#endif
