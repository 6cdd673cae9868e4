#include "process_stat.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Numbers of the fields, as proc(5) has them.
enum { STATE = 3, USER_TIME = 14, SYSTEM_TIME = 15, RESIDENT_PAGES = 24 };

bool process_stat_parse(const char *line, struct process_stat *stat)
{
    static long page_bytes;
    if (page_bytes == 0)
        page_bytes = sysconf(_SC_PAGESIZE);
    const char *place = strrchr(line, ')');
    if (!place || place[1] != ' ' || place[2] == '\0')
        return false;
    *stat = (struct process_stat){0};
    place += 3; // behind the state, which is a letter
    for (int field = STATE + 1; field <= RESIDENT_PAGES; field++) {
        char *end;
        long long value = strtoll(place, &end, 10);
        if (end == place)
            return false;
        place = end;
        if (field == USER_TIME || field == SYSTEM_TIME)
            stat->ticks += value;
        else if (field == RESIDENT_PAGES)
            stat->resident_bytes = value * page_bytes;
    }
    return true;
}

bool process_stat_read(int fd, struct process_stat *stat)
{
    char line[1024]; // a name of 64 bytes and 50 numbers, most of which are small
    ssize_t length = pread(fd, line, sizeof line - 1, 0);
    if (length <= 0)
        return false;
    line[length] = '\0';
    return process_stat_parse(line, stat);
}
