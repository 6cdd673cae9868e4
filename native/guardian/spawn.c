#include "spawn.h"

#include "channels.h"
#include "child.h"
#include "cpus.h"
#include "environment.h"
#include "events.h"
#include "groups.h"
#include "memory.h"
#include "numbers.h"
#include "talks.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Positions of the fields of `spawn`; the arguments, then the environment, follow.
enum { NAME = 1, CHANNEL, CPUS, CGROUP, DIRECTORY, LOG, ARGUMENT_COUNT, ARGUMENTS };

static bool is_absent(const char *field)
{
    return strcmp(field, "-") == 0;
}

// What connects a child with Flimflam: the child's end, and ours when we hold it ourselves; -1: none.
struct connection {
    int child, own;
};

static bool connect_child(const char *name, const char *field, struct connection *connection)
{
    int64_t fd;
    int ends[2];
    *connection = (struct connection){.child = -1, .own = -1};
    if (is_absent(field))
        return true;
    if (talks_allowed() && strcmp(field, "=") == 0) {
        if (!talk_pair(ends)) {
            event_explain("failed", name, "cannot create a channel: %s", strerror(errno));
            return false;
        }
        *connection = (struct connection){.child = ends[1], .own = ends[0]};
        return true;
    }
    if (!number_parse(field, INT_MAX, &fd) || !channel_take((int)fd)) {
        event_explain("failed", name, "no such channel: %s", field);
        return false;
    }
    connection->child = (int)fd;
    return true;
}

// Tells how it went. False: nothing was started.
static bool start(struct child_plan *plan, const char *name, const char *cpu_list)
{
    cpu_set_t cpus;
    if (!is_absent(cpu_list)) {
        if (!cpus_parse(cpu_list, &cpus)) {
            event_explain("failed", name, "not a list of CPUs: %s", cpu_list);
            return false;
        }
        plan->cpus = &cpus;
    }
    char why[1200];
    pid_t leader = child_start(plan, why, sizeof why);
    if (leader < 0) {
        event_send("failed", name, why, NULL);
        return false;
    }
    group_add(name, leader);
    event_explain("started", name, "%d", (int)leader);
    return true;
}

static bool start_with(const struct fields *fields, size_t count, const struct connection *connection)
{
    char **arguments = memory_zeroed(count + 1, sizeof *arguments);
    memcpy(arguments, fields->at + ARGUMENTS, count * sizeof *arguments);
    char **entries = fields->at + ARGUMENTS + count;
    // With talks nobody but we knows the environment of this machine.
    char **all = talks_allowed() ? environment_with(entries) : NULL;
    struct child_plan plan = {
        .channel = connection->child,
        .cgroup = is_absent(fields->at[CGROUP]) ? NULL : fields->at[CGROUP],
        .directory = fields->at[DIRECTORY],
        .log = fields->at[LOG],
        .arguments = arguments,
        .environment = all ? all : entries,
    };
    bool started = start(&plan, fields->at[NAME], fields->at[CPUS]);
    free(arguments);
    free(all);
    return started;
}

void spawn(const struct fields *fields)
{
    int64_t count;
    if (fields->count <= ARGUMENTS || !number_parse(fields->at[ARGUMENT_COUNT], INT_MAX, &count)
        || count < 1 || (size_t)count > fields->count - ARGUMENTS) {
        event_explain("error", NULL, "malformed command: spawn");
        return;
    }
    const char *name = fields->at[NAME];
    const struct group *same = group_find(name);
    struct connection connection;
    if (!connect_child(name, fields->at[CHANNEL], &connection))
        return;
    bool started = false;
    if (same && same->state != GROUP_GONE) {
        event_explain("failed", name, "a process of this name is still there");
    } else {
        talk_end(name); // something that left the group before it may have kept its channel
        started = start_with(fields, (size_t)count, &connection);
    }
    if (connection.child >= 0)
        close(connection.child); // so that the other end sees when the child closes it
    if (started && connection.own >= 0)
        talk_begin(name, connection.own);
    else if (connection.own >= 0)
        close(connection.own);
}
