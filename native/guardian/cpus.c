#include "cpus.h"

#include <stdlib.h>

static bool read_cpu(const char **text, int *cpu)
{
    const char *start = *text;
    for (*cpu = 0; **text >= '0' && **text <= '9'; ++*text) {
        *cpu = *cpu * 10 + (**text - '0');
        if (*cpu >= CPU_SETSIZE)
            return false;
    }
    return *text > start;
}

bool cpus_parse(const char *list, cpu_set_t *cpus)
{
    CPU_ZERO(cpus);
    for (;;) {
        int first, last;
        if (!read_cpu(&list, &first))
            return false;
        last = first;
        if (*list == '-') {
            list++;
            if (!read_cpu(&list, &last) || last < first)
                return false;
        }
        for (int cpu = first; cpu <= last; cpu++)
            CPU_SET(cpu, cpus);
        if (*list == '\0')
            return true;
        if (*list++ != ',')
            return false;
    }
}
