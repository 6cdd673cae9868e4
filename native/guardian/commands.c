#include "commands.h"

#include "cgroups.h"
#include "clock.h"
#include "ending.h"
#include "events.h"
#include "fields.h"
#include "groups.h"
#include "signals.h"
#include "spawn.h"
#include "talks.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

// Flimflam takes us for gone when it hears nothing for 6 s.
static const int64_t end_patience_ns = 4000000000;

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

static void say(const struct fields *fields)
{
    if (fields->count != 3)
        event_explain("error", NULL, "malformed command: say");
    else
        talk_say(fields->at[1], fields->at[2]);
}

// By the answer to a token Flimflam knows how its clock and ours lie.
static void beat(const struct fields *fields)
{
    char time[24];
    snprintf(time, sizeof time, "%lld", (long long)clock_now());
    if (fields->count > 1)
        event_send("beat", fields->at[1], time, NULL);
}

static void end(void)
{
    bool all_ended = end_everything(end_patience_ns);
    talks_end();
    cgroups_remove();
    groups_forget();
    if (all_ended)
        event_send("ended", NULL);
    else
        event_send("ended", "some processes do not obey SIGKILL", NULL);
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
    else if (strcmp(command, "say") == 0)
        say(&fields);
    else if (strcmp(command, "beat") == 0)
        beat(&fields);
    else if (strcmp(command, "end") == 0)
        end();
    else if (strcmp(command, "quit") == 0)
        outcome = COMMAND_QUIT;
    else
        event_explain("error", NULL, "unknown command: %s", command);
    fields_free(&fields);
    return outcome;
}
