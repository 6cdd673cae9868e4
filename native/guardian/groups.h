#ifndef FLIMFLAM_GROUPS_H
#define FLIMFLAM_GROUPS_H

#include <stdbool.h>
#include <sys/types.h>

// One named process of the run, with the process group it leads.
struct group {
    char *name;
    pid_t leader; // also the id of the group
    enum { GROUP_RUNNING, GROUP_ORPHANED, GROUP_GONE } state;
};

// NULL when no process of that name was ever started.
struct group *group_find(const char *name);

// A name may be used again once its group is gone.
void group_add(const char *name, pid_t leader);

void groups_signal_all(int number);

// Reaps what has died, adopted orphans included, and tells Flimflam.
void groups_reap(void);

// Some group outlives its leader: only looking again will tell when it is gone,
// as a process may leave its group without dying.
bool groups_need_watching(void);

// Takes every group for gone without telling, so that its name may be used again.
void groups_forget(void);

#endif
