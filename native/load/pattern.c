#include "pattern.h"

#include <string.h>

enum { WORD = sizeof(uint64_t), BLOCK = 8 };

// Odd, so that the words of a stream only come again after 2^64 of them: the
// golden ratio, as in Knuth's multiplicative hashing (TAOCP 3, 6.4).
static const uint64_t step = 0x9e3779b97f4a7c15;

// The finaliser of MurmurHash3 (Austin Appleby): neighbouring seeds lie far
// apart in the sequence, so that streams do not overlap.
static uint64_t scatter(uint64_t value)
{
    value = (value ^ value >> 33) * 0xff51afd7ed558ccd;
    value = (value ^ value >> 33) * 0xc4ceb9fe1a85ec53;
    return value ^ value >> 33;
}

uint64_t pattern_seed(int64_t connection, int upwards)
{
    return scatter(2 * (uint64_t)connection + (upwards ? 1 : 0) + 1);
}

static char byte_at(uint64_t seed, uint64_t offset)
{
    uint64_t word = seed + offset / WORD * step;
    return ((const char *)&word)[offset % WORD];
}

void pattern_fill(char *bytes, size_t length, uint64_t seed, uint64_t offset)
{
    size_t at = 0;
    for (; at < length && (offset + at) % WORD != 0; at++)
        bytes[at] = byte_at(seed, offset + at);
    uint64_t word = seed + (offset + at) / WORD * step;
    for (; at + WORD <= length; at += WORD, word += step)
        memcpy(bytes + at, &word, WORD);
    for (; at < length; at++)
        bytes[at] = byte_at(seed, offset + at);
}

size_t pattern_right(const char *bytes, size_t length, uint64_t seed, uint64_t offset)
{
    size_t at = 0;
    while (at < length && (offset + at) % WORD != 0 && bytes[at] == byte_at(seed, offset + at))
        at++;
    if ((offset + at) % WORD == 0) {
        uint64_t word = seed + (offset + at) / WORD * step;
        for (; at + BLOCK * WORD <= length; at += BLOCK * WORD) {
            uint64_t different = 0, got;
            for (int i = 0; i < BLOCK; i++, word += step) {
                memcpy(&got, bytes + at + i * WORD, WORD);
                different |= got ^ word;
            }
            if (different)
                break;
        }
    }
    while (at < length && bytes[at] == byte_at(seed, offset + at))
        at++;
    return at;
}
