#ifndef FLIMFLAM_TEST_H
#define FLIMFLAM_TEST_H

#include <stdio.h>
#include <stdlib.h>

// assert() would vanish with -DNDEBUG.
#define CHECK(condition)                                                        \
    do {                                                                        \
        if (!(condition)) {                                                     \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                            \
        }                                                                       \
    } while (0)

#endif
