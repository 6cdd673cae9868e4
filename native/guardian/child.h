#ifndef FLIMFLAM_CHILD_H
#define FLIMFLAM_CHILD_H

#include <sched.h>
#include <stddef.h>
#include <sys/types.h>

struct child_plan {
    int channel;           // becomes stdin and stdout; -1: /dev/null and the log
    const cpu_set_t *cpus; // NULL: any
    const char *cgroup;    // path of its cgroup.procs; NULL: that of the guardian
    const char *directory;
    const char *log;
    char **arguments;      // ends with NULL, as does environment
    char **environment;
};

// Forks and executes. Returns the pid once the new program has really begun,
// or -1 with the reason in `why`.
pid_t child_start(const struct child_plan *plan, char *why, size_t why_size);

#endif
