#ifndef FLIMFLAM_PATTERN_H
#define FLIMFLAM_PATTERN_H

#include <stddef.h>
#include <stdint.h>

// What a verified stream consists of: 64-bit words of which no two are the same, neither
// in one stream nor, but for a chance of 1 in 2^40, in two of them. So every
// byte tells its connection, its direction and its place.

// The seed of one direction of a connection; `upwards` is from client to server.
uint64_t pattern_seed(int64_t connection, int upwards);

// Writes the bytes from `offset` of the stream on.
void pattern_fill(char *bytes, size_t length, uint64_t seed, uint64_t offset);

// How many bytes are right before the first wrong one; `length` if all are.
size_t pattern_right(const char *bytes, size_t length, uint64_t seed, uint64_t offset);

#endif
