#ifndef FLIMFLAM_PACE_H
#define FLIMFLAM_PACE_H

#include <stdbool.h>
#include <stdint.h>

// The absolute schedule of bytes that move at a fixed rate: byte n is due at
// begin + n * ns_per_byte, whatever became of those before it.
struct pace {
    int64_t begin;
    double ns_per_byte; // 0: no schedule
    uint64_t bytes;     // since begin
};

// The rate is in bits per second, over `sharers` of the same rate; this one
// begins at its place in the first round of all, so that not all move at once.
void pace_begin(struct pace *pace, double rate, int64_t sharers, int64_t place, uint64_t piece, int64_t now);

// When the next byte is due. What lies farther behind than that is given up,
// so that after a long stall no flood comes.
int64_t pace_due(struct pace *pace, int64_t now, int64_t longest_debt);

// How many bytes to move at a time: a millisecond's worth, within limits.
uint64_t pace_piece(double rate, int64_t sharers);

#endif
