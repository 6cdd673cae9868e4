#include "environment.h"

#include "memory.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static bool same_name(const char *entry, const char *other)
{
    size_t length = strcspn(entry, "=") + 1;
    return strncmp(entry, other, length) == 0;
}

static bool is_among(char **entries, const char *own)
{
    for (; *entries; entries++)
        if (same_name(*entries, own))
            return true;
    return false;
}

static size_t length_of(char **entries)
{
    size_t length = 0;
    while (entries[length])
        length++;
    return length;
}

char **environment_with(char **entries)
{
    char **all = memory_zeroed(length_of(environ) + length_of(entries) + 1, sizeof *all);
    char **next = all;
    for (char **own = environ; *own; own++)
        if (!is_among(entries, *own))
            *next++ = *own;
    while (*entries)
        *next++ = *entries++;
    return all;
}
