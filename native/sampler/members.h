#ifndef FLIMFLAM_MEMBERS_H
#define FLIMFLAM_MEMBERS_H

#include "queue.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// The watched processes: members of the groups that some processes lead, by role.

// Watches the group that this process leads as part of a role.
void members_watch(const char *role, pid_t leader);

// Finds the members of each group anew; members_known() only where some group was never looked at.
void members_find(void);
void members_known(void);

void members_forget(void);

// All of them, each once. To be freed.
pid_t *members_pids(size_t *count);

// Adds `role KEY ROLE PID...` for each role.
void members_list(const char *key, struct queue *into);

// Adds for each role its name, clock ticks used, and resident bytes, as fields.
void members_sum(struct queue *into);

#endif
