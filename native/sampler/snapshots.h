#ifndef FLIMFLAM_SNAPSHOTS_H
#define FLIMFLAM_SNAPSHOTS_H

#include <stddef.h>
#include <stdint.h>

// What was read at a time, kept until it is asked for: its length would disturb what goes on at that time.

// Reads the items at this time, or at once when it is past; those behind an item `-` need not be of that very moment.
void snapshot_at(int64_t time, const char *key, char **items, size_t count);

// Tells it and forgets it.
void snapshot_tell(const char *key);

// Forgets those that are still to be taken.
void snapshots_cancel(void);

// When there is something to do; INT64_MAX: never.
int64_t snapshots_due(void);
void snapshots_serve(void);

#endif
