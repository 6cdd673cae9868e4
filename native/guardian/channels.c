#include "channels.h"

#include "fatal.h"
#include "memory.h"
#include "numbers.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>

static int *unused;
static int unused_count;

void channels_adopt(void)
{
    DIR *listing = opendir("/proc/self/fd");
    if (!listing)
        fatal("cannot read /proc/self/fd");
    struct dirent *entry;
    while ((entry = readdir(listing))) {
        int64_t fd;
        if (!number_parse(entry->d_name, INT_MAX, &fd) || fd < 3 || fd == dirfd(listing))
            continue;
        fcntl((int)fd, F_SETFD, FD_CLOEXEC);
        unused = memory_grow(unused, (size_t)(unused_count + 1) * sizeof *unused);
        unused[unused_count++] = (int)fd;
    }
    closedir(listing);
}

bool channel_take(int fd)
{
    for (int i = 0; i < unused_count; i++) {
        if (unused[i] == fd) {
            unused[i] = unused[--unused_count];
            return true;
        }
    }
    return false;
}
