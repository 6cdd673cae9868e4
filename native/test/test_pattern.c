// A verified stream: every kind of fault is found, wherever it is.

#include "../load/pattern.h"
#include "test.h"

#include <string.h>

enum { SIZE = 1000 };

static char bytes[SIZE], others[SIZE];

static size_t right(size_t length, uint64_t seed, uint64_t offset)
{
    return pattern_right(bytes, length, seed, offset);
}

int main(void)
{
    uint64_t seed = pattern_seed(3, 1);
    CHECK(seed != pattern_seed(3, 0) && seed != pattern_seed(4, 1));

    // Written in pieces or at once, and from any place on, it is the same stream.
    pattern_fill(bytes, SIZE, seed, 0);
    for (size_t from = 0; from < 40; from++)
        for (size_t length = 0; length < 100; length++) {
            pattern_fill(others, length, seed, from);
            CHECK(memcmp(others, bytes + from, length) == 0);
            CHECK(pattern_right(others, length, seed, from) == length);
        }
    CHECK(right(SIZE, seed, 0) == SIZE);

    for (size_t at = 0; at < SIZE; at++) { // a wrong byte
        bytes[at] ^= 1;
        CHECK(right(SIZE, seed, 0) == at);
        bytes[at] ^= 1;
    }
    for (uint64_t offset = 1; offset < 5000; offset++) // lost, or repeated: the rest has moved
        CHECK(right(SIZE, seed, offset) < 8 && pattern_right(bytes + 500, 400, seed, 500 - offset % 400 - 1) < 8);
    for (size_t at = 0; at + 16 <= SIZE; at += 8) { // two words in the wrong order
        char word[8];
        memcpy(word, bytes + at, 8);
        memcpy(bytes + at, bytes + at + 8, 8);
        memcpy(bytes + at + 8, word, 8);
        size_t found = right(SIZE, seed, 0);
        CHECK(found >= at && found < at + 8);
        memcpy(bytes + at + 8, bytes + at, 8);
        memcpy(bytes + at, word, 8);
    }
    for (int64_t other = 0; other < 1000; other++) { // of another connection, or of the other direction
        CHECK(right(SIZE, pattern_seed(other, 0), 0) < 8);
        CHECK(other == 3 || right(SIZE, pattern_seed(other, 1), 0) < 8);
    }
    puts("pattern: fine");
    return 0;
}
