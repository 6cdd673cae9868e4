#ifndef FLIMFLAM_CHANNELS_H
#define FLIMFLAM_CHANNELS_H

#include <stdbool.h>

// The descriptors >= 3 that Flimflam opened for the children of this run.

// Must come before the guardian opens anything of its own. Marks each of them
// close-on-exec, so that a child gets no other descriptor than its 0, 1 and 2.
void channels_adopt(void);

// Hands a channel out; each one only once. False when it was never inherited.
bool channel_take(int fd);

#endif
