#ifndef FLIMFLAM_SPAWN_H
#define FLIMFLAM_SPAWN_H

#include "fields.h"

// Obeys `spawn NAME CHANNEL CPUS CGROUP DIRECTORY LOG ARGC ARGUMENT... ENVIRONMENT...`.
void spawn(const struct fields *fields);

#endif
