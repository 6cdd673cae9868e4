#ifndef FLIMFLAM_ITEMS_H
#define FLIMFLAM_ITEMS_H

#include "queue.h"

// Looks at what an item `KIND:PATH` names, and adds a line for each thing found. In PATH, `%` stands for every watched
// process; with `*`, `?` or `[` it is a pattern.
void item_read(const char *item, const char *key, struct queue *into);

#endif
