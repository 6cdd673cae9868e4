#include "snapshots.h"

#include "answers.h"
#include "clock.h"
#include "items.h"
#include "members.h"
#include "memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// Finding the members comes before the time, so that it does not delay what must be timely.
static const int64_t ahead = 20000000;

struct snapshot {
    char *key;
    char **items;
    size_t item_count;
    int64_t time, due; // INT64_MAX: it was taken
    int64_t from, until;
    struct queue lines;
    struct snapshot *next;
};

static struct snapshot *snapshots;

static char *copy(const char *text)
{
    return strcpy(memory_zeroed(strlen(text) + 1, 1), text);
}

static struct snapshot **place_of(const char *key)
{
    struct snapshot **place = &snapshots;
    while (*place && strcmp((*place)->key, key) != 0)
        place = &(*place)->next;
    return place;
}

static void drop(struct snapshot **place)
{
    struct snapshot *snapshot = *place;
    *place = snapshot->next;
    for (size_t i = 0; i < snapshot->item_count; i++)
        free(snapshot->items[i]);
    free(snapshot->items);
    free(snapshot->key);
    queue_free(&snapshot->lines);
    free(snapshot);
}

void snapshot_at(int64_t time, const char *key, char **items, size_t count)
{
    struct snapshot **same = place_of(key);
    if (*same)
        drop(same);
    struct snapshot *snapshot = memory_zeroed(1, sizeof *snapshot);
    if (time < 0)
        time = 0;
    *snapshot = (struct snapshot){.key = copy(key), .item_count = count, .time = time, .due = time - ahead};
    snapshot->items = memory_zeroed(count + 1, sizeof *snapshot->items);
    for (size_t i = 0; i < count; i++)
        snapshot->items[i] = copy(items[i]);
    snapshot->next = snapshots;
    snapshots = snapshot;
    snapshots_serve();
}

static void take(struct snapshot *snapshot)
{
    members_known();
    members_list(snapshot->key, &snapshot->lines);
    snapshot->from = clock_now();
    for (size_t i = 0; i < snapshot->item_count; i++) {
        if (strcmp(snapshot->items[i], "-") != 0)
            item_read(snapshot->items[i], snapshot->key, &snapshot->lines);
        else if (snapshot->until == 0)
            snapshot->until = clock_now();
    }
    if (snapshot->until == 0)
        snapshot->until = clock_now();
    snapshot->due = INT64_MAX;
}

void snapshots_serve(void)
{
    for (struct snapshot *snapshot = snapshots; snapshot; snapshot = snapshot->next) {
        int64_t now = clock_now();
        if (now < snapshot->due)
            continue;
        if (snapshot->due < snapshot->time) {
            members_find();
            snapshot->due = snapshot->time;
        }
        if (clock_now() >= snapshot->due)
            take(snapshot);
    }
}

void snapshot_tell(const char *key)
{
    struct snapshot **place = place_of(key);
    struct snapshot *snapshot = *place;
    if (snapshot && snapshot->due == INT64_MAX) {
        queue_field(&answers, "begin");
        queue_field(&answers, key);
        queue_number(&answers, snapshot->from);
        queue_number(&answers, snapshot->until);
        queue_end_line(&answers);
        queue_add(&answers, snapshot->lines.bytes, queue_length(&snapshot->lines));
        drop(place);
    }
    answer("done", key, NULL);
}

void snapshots_cancel(void)
{
    for (struct snapshot **place = &snapshots; *place;)
        if ((*place)->due == INT64_MAX)
            place = &(*place)->next;
        else
            drop(place);
}

int64_t snapshots_due(void)
{
    int64_t due = INT64_MAX;
    for (const struct snapshot *snapshot = snapshots; snapshot; snapshot = snapshot->next)
        if (snapshot->due < due)
            due = snapshot->due;
    return due;
}
