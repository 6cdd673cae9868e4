#ifndef FLIMFLAM_PATTERN_H
#define FLIMFLAM_PATTERN_H

#include <stddef.h>
#include <stdint.h>

// What a verified stream consists of: 64-bit words of which no two are the
// same in one stream, and in two streams only if they happen to overlap: for
// two of 8 TB (2^40 words) with a chance of 1 in 2^23. So the bytes tell their
// connection, direction and place.

// The seed of one direction of a connection; `upwards` is from client to server.
uint64_t pattern_seed(int64_t connection, int upwards);

// Writes the bytes from `offset` of the stream on.
void pattern_fill(char *bytes, size_t length, uint64_t seed, uint64_t offset);

// How many bytes are right before the first wrong one; `length` if all are.
size_t pattern_right(const char *bytes, size_t length, uint64_t seed, uint64_t offset);

#endif
