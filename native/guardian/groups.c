#include "groups.h"

#include "events.h"
#include "memory.h"
#include "signals.h"
#include "talks.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>

static struct group *groups;
static size_t group_count;

struct group *group_find(const char *name)
{
    for (size_t i = 0; i < group_count; i++)
        if (strcmp(groups[i].name, name) == 0)
            return &groups[i];
    return NULL;
}

void group_add(const char *name, pid_t leader)
{
    struct group *group = group_find(name);
    if (!group) {
        groups = memory_grow(groups, (group_count + 1) * sizeof *groups);
        group = &groups[group_count++];
        group->name = strcpy(memory_zeroed(strlen(name) + 1, 1), name);
    }
    group->leader = leader;
    group->state = GROUP_RUNNING;
}

void groups_signal_all(int number)
{
    for (size_t i = 0; i < group_count; i++)
        if (groups[i].state != GROUP_GONE)
            kill(-groups[i].leader, number);
}

static void microseconds(char *text, size_t size, struct timeval time)
{
    snprintf(text, size, "%lld", (long long)time.tv_sec * 1000000 + time.tv_usec);
}

// With all its CPU time: nothing is left of it in /proc.
static void leader_died(struct group *group, int status, const struct rusage *usage)
{
    char code[16], user[24], system[24];
    talk_drain(group->name); // its last words come before its end
    snprintf(code, sizeof code, "%d", WEXITSTATUS(status));
    microseconds(user, sizeof user, usage->ru_utime);
    microseconds(system, sizeof system, usage->ru_stime);
    if (WIFSIGNALED(status))
        event_send("exited", group->name, "-", signal_name(WTERMSIG(status)), user, system, NULL);
    else
        event_send("exited", group->name, code, "-", user, system, NULL);
    group->state = GROUP_ORPHANED;
}

static void notice_gone_groups(void)
{
    for (size_t i = 0; i < group_count; i++) {
        struct group *group = &groups[i];
        if (group->state == GROUP_ORPHANED && kill(-group->leader, 0) < 0 && errno == ESRCH) {
            group->state = GROUP_GONE;
            event_send("gone", group->name, NULL);
        }
    }
}

void groups_reap(void)
{
    pid_t dead;
    int status;
    struct rusage usage;
    while ((dead = wait4(-1, &status, WNOHANG, &usage)) > 0) {
        for (size_t i = 0; i < group_count; i++)
            if (groups[i].state == GROUP_RUNNING && groups[i].leader == dead)
                leader_died(&groups[i], status, &usage);
        notice_gone_groups();
    }
    notice_gone_groups();
}

bool groups_need_watching(void)
{
    for (size_t i = 0; i < group_count; i++)
        if (groups[i].state == GROUP_ORPHANED)
            return true;
    return false;
}

void groups_forget(void)
{
    for (size_t i = 0; i < group_count; i++)
        groups[i].state = GROUP_GONE;
}
