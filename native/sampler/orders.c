#include "orders.h"

#include "answers.h"
#include "fields.h"
#include "items.h"
#include "members.h"
#include "numbers.h"
#include "probes.h"
#include "samples.h"
#include "snapshots.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

// Each is given the fields behind the name of the order, and returns false when they are malformed.

static bool get(char **fields, size_t count)
{
    members_known();
    for (size_t i = 1; i < count; i++)
        item_read(fields[i], fields[0], &answers);
    answer("done", fields[0], NULL);
    return true;
}

static bool watch(char **fields, size_t count)
{
    int64_t pid;
    if (count != 2 || !number_parse(fields[1], INT_MAX, &pid))
        return false;
    members_watch(fields[0], (pid_t)pid);
    return true;
}

static bool log_size(char **fields, size_t count)
{
    if (count == 2)
        samples_log(fields[0], fields[1]);
    return count == 2;
}

static bool refresh(char **fields, size_t count)
{
    (void)fields;
    (void)count;
    members_find();
    return true;
}

static bool forget(char **fields, size_t count)
{
    (void)fields;
    (void)count;
    members_forget();
    samples_forget();
    snapshots_cancel();
    return true;
}

// A time of another clock may lie before the begin of ours.
static bool signed_parse(const char *text, int64_t *value)
{
    bool negative = *text == '-';
    if (!number_parse(text + negative, INT64_MAX, value))
        return false;
    if (negative)
        *value = -*value;
    return true;
}

static bool follow(char **fields, size_t count)
{
    int64_t interval, origin = 0;
    if (count > 2 || !number_parse(fields[0], INT64_MAX / 4, &interval) || (count == 2 && !signed_parse(fields[1], &origin)))
        return false;
    samples_follow(interval, origin);
    return true;
}

static bool at(char **fields, size_t count)
{
    int64_t time;
    if (count < 2 || !signed_parse(fields[0], &time))
        return false;
    snapshot_at(time, fields[1], fields + 2, count - 2);
    return true;
}

static bool tell(char **fields, size_t count)
{
    snapshot_tell(fields[0]);
    return count == 1;
}

static bool listen_at(char **fields, size_t count)
{
    if (count == 2)
        probe_listen(fields[0], fields[1]);
    return count == 2;
}

static bool connect_to(char **fields, size_t count)
{
    int64_t patience_ms;
    if (count != 4 || !number_parse(fields[3], INT_MAX, &patience_ms))
        return false;
    probe_connect(fields[0], fields[1], strcmp(fields[2], "-") == 0 ? NULL : fields[2], patience_ms);
    return true;
}

static bool close_probe(char **fields, size_t count)
{
    probe_close(fields[0]);
    return count == 1;
}

static const struct {
    const char *name;
    size_t least;
    bool (*obey)(char **fields, size_t count);
} orders[] = {
    {"get", 1, get},         {"watch", 2, watch},   {"log", 2, log_size},     {"refresh", 0, refresh},
    {"forget", 0, forget},   {"follow", 1, follow}, {"at", 2, at},            {"tell", 1, tell},
    {"listen", 2, listen_at}, {"connect", 4, connect_to}, {"close", 1, close_probe},
};

enum { ORDERS = sizeof orders / sizeof orders[0] };

void order_obey(char *line)
{
    struct fields fields;
    bool understood = false;
    if (fields_split(line, &fields))
        for (int i = 0; i < ORDERS; i++)
            if (strcmp(orders[i].name, fields.at[0]) == 0 && fields.count > orders[i].least)
                understood = orders[i].obey(fields.at + 1, fields.count - 1);
    if (!understood)
        answer("error", "not understood", fields.at[0], NULL);
    fields_free(&fields);
}
