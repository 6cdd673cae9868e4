#include "cgroups.h"

#include "clock.h"
#include "memory.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int64_t patience_ns = 500000000;
static const int64_t look_again_ns = 2000000;

static char **folders;
static size_t folder_count;

void cgroup_remove_at_end(const char *folder)
{
    folders = memory_grow(folders, (folder_count + 1) * sizeof *folders);
    folders[folder_count++] = strcpy(memory_zeroed(strlen(folder) + 1, 1), folder);
}

// A process that was reaped may hold its cgroup for a moment: EBUSY passes.
void cgroups_remove(void)
{
    struct timespec pause = clock_timespec(look_again_ns);
    int64_t deadline = clock_now() + patience_ns;
    for (size_t i = 0; i < folder_count; i++)
        while (rmdir(folders[i]) < 0 && errno == EBUSY && clock_now() < deadline)
            nanosleep(&pause, NULL);
    while (folder_count > 0)
        free(folders[--folder_count]);
}
