#ifndef FLIMFLAM_PROCESS_STAT_H
#define FLIMFLAM_PROCESS_STAT_H

#include <stdbool.h>

// What /proc/PID/stat tells of a process and all its threads.
struct process_stat {
    long long ticks;          // user and system time, in clock ticks
    long long resident_bytes;
};

// Reads the open file anew. False when the process is gone.
bool process_stat_read(int fd, struct process_stat *stat);

// Reads such a line: `25 (name) S 1 25 25 0 -1 4194560 ...`; the name may hold anything.
bool process_stat_parse(const char *line, struct process_stat *stat);

#endif
