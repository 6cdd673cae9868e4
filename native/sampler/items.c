#include "items.h"

#include "answers.h"
#include "looks.h"
#include "members.h"
#include "memory.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PID_DIGITS = 12 };

static void read_pattern(char kind, const char *path, const char *key, struct queue *into)
{
    glob_t found;
    if (!strpbrk(path, "*?[")) {
        look(kind, path, key, into);
        return;
    }
    if (glob(path, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            look(kind, found.gl_pathv[i], key, into);
    globfree(&found);
}

// Puts the id in the place of each `%`.
static void read_of_process(char kind, const char *path, pid_t pid, const char *key, struct queue *into)
{
    size_t places = 0;
    for (const char *c = path; *c; c++)
        places += *c == '%';
    char *whole = memory_zeroed(strlen(path) + places * PID_DIGITS + 1, 1);
    char *end = whole;
    for (const char *c = path; *c; c++)
        if (*c == '%')
            end += sprintf(end, "%d", (int)pid);
        else
            *end++ = *c;
    read_pattern(kind, whole, key, into);
    free(whole);
}

void item_read(const char *item, const char *key, struct queue *into)
{
    if (!look_is_known(item[0]) || item[1] != ':') {
        answer("error", "no such item", item, NULL);
        return;
    }
    const char *path = item + 2;
    if (!strchr(path, '%')) {
        read_pattern(item[0], path, key, into);
        return;
    }
    size_t count;
    pid_t *pids = members_pids(&count);
    for (size_t i = 0; i < count; i++)
        read_of_process(item[0], path, pids[i], key, into);
    free(pids);
}
