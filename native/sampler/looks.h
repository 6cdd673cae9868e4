#ifndef FLIMFLAM_LOOKS_H
#define FLIMFLAM_LOOKS_H

#include "queue.h"

#include <stdbool.h>

// What may be asked of a path: `t` the text of a file, `l` the target of a link, `n` the names in a folder, `b` a GNU
// build id, `r` the path without links, `x` whether it is a program, `e` whether it exists.
bool look_is_known(char kind);

// Adds `file KEY KIND PATH CONTENT`, or nothing where there is nothing of this kind.
void look(char kind, const char *path, const char *key, struct queue *into);

#endif
