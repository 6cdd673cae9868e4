#ifndef FLIMFLAM_SHARES_H
#define FLIMFLAM_SHARES_H

#include "stream.h"

// What each connection that talks received between the first two marks, for a look at
// fairness. Called at every mark, perhaps several times, with its number from
// 0, it reads all counters and returns their sum.
uint64_t shares_read(struct stream *first, int mark);

// Once mark 1 was taken: says the shares, in lines of many numbers, the latest
// connection first: `shares 123 456 ...`.
void shares_say(const struct stream *first);

#endif
