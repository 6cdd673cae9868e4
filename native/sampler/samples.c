#include "samples.h"

#include "answers.h"
#include "clock.h"
#include "members.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// Workers that a program starts late are seen after this time.
static const int64_t find_interval = 1000000000;

struct log {
    char *role, *path;
};

static struct log *logs;
static size_t log_count;
static int64_t every, next_sample = INT64_MAX, last_find;

static char *copy(const char *text)
{
    return strcpy(memory_zeroed(strlen(text) + 1, 1), text);
}

void samples_log(const char *role, const char *path)
{
    logs = memory_grow(logs, (log_count + 1) * sizeof *logs);
    logs[log_count++] = (struct log){.role = copy(role), .path = copy(path)};
}

// The first of the schedule after this time.
static int64_t next_after(int64_t time, int64_t scheduled)
{
    int64_t past = (time - scheduled) % every;
    return time + every - (past < 0 ? past + every : past);
}

void samples_follow(int64_t interval, int64_t origin)
{
    every = interval;
    next_sample = interval > 0 ? next_after(clock_now(), origin % interval) : INT64_MAX;
}

void samples_forget(void)
{
    while (log_count > 0) {
        log_count--;
        free(logs[log_count].role);
        free(logs[log_count].path);
    }
    samples_follow(0, 0);
}

int64_t samples_due(void)
{
    return next_sample;
}

static void take(int64_t now)
{
    queue_field(&answers, "sample");
    queue_number(&answers, now);
    members_sum(&answers);
    for (size_t i = 0; i < log_count; i++) {
        struct stat found = {0};
        queue_field(&answers, "log");
        queue_field(&answers, logs[i].role);
        queue_number(&answers, stat(logs[i].path, &found) < 0 ? 0 : (long long)found.st_size);
    }
    queue_end_line(&answers);
}

// After a stall the missed ones are left out, the schedule is kept.
void samples_serve(void)
{
    int64_t now = clock_now();
    if (now < next_sample)
        return;
    members_known();
    take(clock_now());
    next_sample = next_after(now, next_sample);
    if (now - last_find < find_interval)
        return;
    members_find(); // after the sample, which it would delay
    last_find = now;
}
