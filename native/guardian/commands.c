#include "commands.h"

#include "cgroups.h"
#include "child.h"
#include "channels.h"
#include "cpus.h"
#include "events.h"
#include "fields.h"
#include "groups.h"
#include "memory.h"
#include "numbers.h"
#include "signals.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Positions of the fields of `spawn`; the arguments, then the environment, follow.
enum { NAME = 1, CHANNEL, CPUS, CGROUP, DIRECTORY, LOG, ARGUMENT_COUNT, ARGUMENTS };

static bool is_absent(const char *field)
{
    return strcmp(field, "-") == 0;
}

static bool take_channel(const char *field, int *channel)
{
    int64_t fd;
    *channel = -1;
    if (is_absent(field))
        return true;
    if (!number_parse(field, INT_MAX, &fd) || !channel_take((int)fd))
        return false;
    *channel = (int)fd;
    return true;
}

static void spawn_with(struct child_plan *plan, const char *name, const char *cpu_list)
{
    cpu_set_t cpus;
    if (!is_absent(cpu_list)) {
        if (!cpus_parse(cpu_list, &cpus)) {
            event_explain("failed", name, "not a list of CPUs: %s", cpu_list);
            return;
        }
        plan->cpus = &cpus;
    }
    char why[1200];
    pid_t leader = child_start(plan, why, sizeof why);
    if (leader < 0) {
        event_send("failed", name, why, NULL);
        return;
    }
    group_add(name, leader);
    event_explain("started", name, "%d", (int)leader);
}

static void spawn(const struct fields *fields)
{
    int64_t count;
    if (fields->count <= ARGUMENTS || !number_parse(fields->at[ARGUMENT_COUNT], INT_MAX, &count)
        || count < 1 || (size_t)count > fields->count - ARGUMENTS) {
        event_explain("error", NULL, "malformed command: spawn");
        return;
    }
    const char *name = fields->at[NAME];
    const struct group *same = group_find(name);
    int channel;
    if (!take_channel(fields->at[CHANNEL], &channel)) {
        event_explain("failed", name, "no such channel: %s", fields->at[CHANNEL]);
        return;
    }
    if (same && same->state != GROUP_GONE) {
        event_explain("failed", name, "a process of this name is still there");
    } else {
        char **arguments = memory_zeroed((size_t)count + 1, sizeof *arguments);
        memcpy(arguments, fields->at + ARGUMENTS, (size_t)count * sizeof *arguments);
        struct child_plan plan = {
            .channel = channel,
            .cgroup = is_absent(fields->at[CGROUP]) ? NULL : fields->at[CGROUP],
            .directory = fields->at[DIRECTORY],
            .log = fields->at[LOG],
            .arguments = arguments,
            .environment = fields->at + ARGUMENTS + count,
        };
        spawn_with(&plan, name, fields->at[CPUS]);
        free(arguments);
    }
    if (channel >= 0)
        close(channel); // so that the other end sees when the child closes it
}

static void remove_at_end(const struct fields *fields)
{
    if (fields->count != 2)
        event_explain("error", NULL, "malformed command: remove");
    else
        cgroup_remove_at_end(fields->at[1]);
}

// A group that has just gone is no mistake: Flimflam could not know yet.
static void send_signal(const struct fields *fields)
{
    if (fields->count != 3) {
        event_explain("error", NULL, "malformed command: signal");
        return;
    }
    const struct group *group = group_find(fields->at[1]);
    int number = signal_number(fields->at[2]);
    if (!group)
        event_explain("error", NULL, "no process is named %s", fields->at[1]);
    else if (number == 0)
        event_explain("error", NULL, "unknown signal: %s", fields->at[2]);
    else if (group->state != GROUP_GONE)
        kill(-group->leader, number);
}

enum command_outcome command_obey(char *line)
{
    enum command_outcome outcome = COMMAND_DONE;
    struct fields fields;
    bool readable = fields_split(line, &fields);
    const char *command = fields.at[0];
    if (!readable)
        event_explain("error", NULL, "malformed command: a backslash that begins no escape");
    else if (strcmp(command, "spawn") == 0)
        spawn(&fields);
    else if (strcmp(command, "signal") == 0)
        send_signal(&fields);
    else if (strcmp(command, "remove") == 0)
        remove_at_end(&fields);
    else if (strcmp(command, "quit") == 0)
        outcome = COMMAND_QUIT;
    else if (strcmp(command, "beat") != 0)
        event_explain("error", NULL, "unknown command: %s", command);
    fields_free(&fields);
    return outcome;
}
