#include "members.h"

#include "memory.h"
#include "numbers.h"
#include "process_stat.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct member {
    pid_t pid;
    int stat; // stays open: reading it again is all that a sample costs
    bool seen;
};

struct role {
    char *name;
    pid_t *leaders;
    struct member *members;
    size_t leader_count, member_count;
};

static struct role *roles;
static size_t role_count;
static bool all_known = true;

static struct role *role_named(const char *name)
{
    for (size_t i = 0; i < role_count; i++)
        if (strcmp(roles[i].name, name) == 0)
            return &roles[i];
    roles = memory_grow(roles, (role_count + 1) * sizeof *roles);
    struct role *role = &roles[role_count++];
    *role = (struct role){.name = strcpy(memory_zeroed(strlen(name) + 1, 1), name)};
    return role;
}

void members_watch(const char *name, pid_t leader)
{
    struct role *role = role_named(name);
    role->leaders = memory_grow(role->leaders, (role->leader_count + 1) * sizeof *role->leaders);
    role->leaders[role->leader_count++] = leader;
    all_known = false;
}

static bool leads(const struct role *role, pid_t group)
{
    for (size_t i = 0; i < role->leader_count; i++)
        if (role->leaders[i] == group)
            return true;
    return false;
}

// One that ended has given its id back: another of this id has to be opened anew.
static bool lives(const struct member *member)
{
    struct process_stat stat;
    return process_stat_read(member->stat, &stat);
}

static void see(struct role *role, pid_t pid)
{
    for (size_t i = 0; i < role->member_count; i++) {
        if (role->members[i].pid == pid && lives(&role->members[i])) {
            role->members[i].seen = true;
            return;
        }
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    int stat = open(path, O_RDONLY | O_CLOEXEC);
    if (stat < 0)
        return; // it ended meanwhile
    role->members = memory_grow(role->members, (role->member_count + 1) * sizeof *role->members);
    role->members[role->member_count++] = (struct member){.pid = pid, .stat = stat, .seen = true};
}

static void drop_unseen(struct role *role)
{
    size_t kept = 0;
    for (size_t i = 0; i < role->member_count; i++) {
        if (role->members[i].seen)
            role->members[kept++] = role->members[i];
        else
            close(role->members[i].stat);
    }
    role->member_count = kept;
}

// The kernel tells the group of a process in a fraction of the time in which it writes a file of /proc.
void members_find(void)
{
    DIR *listing = opendir("/proc");
    if (!listing)
        return;
    all_known = true;
    for (size_t i = 0; i < role_count; i++)
        for (size_t j = 0; j < roles[i].member_count; j++)
            roles[i].members[j].seen = false;
    for (struct dirent *entry; (entry = readdir(listing));) {
        int64_t pid;
        if (!number_parse(entry->d_name, INT_MAX, &pid))
            continue;
        pid_t group = getpgid((pid_t)pid);
        for (size_t i = 0; i < role_count; i++)
            if (leads(&roles[i], group))
                see(&roles[i], (pid_t)pid);
    }
    closedir(listing);
    for (size_t i = 0; i < role_count; i++)
        drop_unseen(&roles[i]);
}

void members_known(void)
{
    if (!all_known)
        members_find();
}

void members_forget(void)
{
    for (size_t i = 0; i < role_count; i++) {
        for (size_t j = 0; j < roles[i].member_count; j++)
            close(roles[i].members[j].stat);
        free(roles[i].members);
        free(roles[i].leaders);
        free(roles[i].name);
    }
    role_count = 0;
    all_known = true;
}

static bool is_among(const pid_t *pids, size_t count, pid_t pid)
{
    for (size_t i = 0; i < count; i++)
        if (pids[i] == pid)
            return true;
    return false;
}

pid_t *members_pids(size_t *count)
{
    size_t most = 0;
    for (size_t i = 0; i < role_count; i++)
        most += roles[i].member_count;
    pid_t *pids = memory_zeroed(most + 1, sizeof *pids);
    *count = 0;
    for (size_t i = 0; i < role_count; i++)
        for (size_t j = 0; j < roles[i].member_count; j++)
            if (!is_among(pids, *count, roles[i].members[j].pid))
                pids[(*count)++] = roles[i].members[j].pid;
    return pids;
}

void members_list(const char *key, struct queue *into)
{
    for (size_t i = 0; i < role_count; i++) {
        queue_field(into, "role");
        queue_field(into, key);
        queue_field(into, roles[i].name);
        for (size_t j = 0; j < roles[i].member_count; j++)
            queue_number(into, roles[i].members[j].pid);
        queue_end_line(into);
    }
}

void members_sum(struct queue *into)
{
    for (size_t i = 0; i < role_count; i++) {
        struct process_stat sum = {0}, stat;
        for (size_t j = 0; j < roles[i].member_count; j++) {
            if (!process_stat_read(roles[i].members[j].stat, &stat))
                continue;
            sum.ticks += stat.ticks;
            sum.resident_bytes += stat.resident_bytes;
        }
        queue_field(into, roles[i].name);
        queue_number(into, sum.ticks);
        queue_number(into, sum.resident_bytes);
    }
}
