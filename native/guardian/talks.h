#ifndef FLIMFLAM_TALKS_H
#define FLIMFLAM_TALKS_H

#include <stdbool.h>

// Children whose stdin and stdout the guardian itself holds, where Flimflam is on another machine: each line that they
// print becomes an event.

// Allows talks. Returns a descriptor that is readable when talks_serve() has something to do.
int talks_allow(void);
bool talks_allowed(void);

// A pair of ends, the second of which is for the child. False with errno.
bool talk_pair(int ends[2]);

// The child of that name, which holds the other end, has begun.
void talk_begin(const char *name, int end);

// Sends a line to a child; does nothing when it is gone, or has left megabytes unread.
void talk_say(const char *name, const char *text);

// Hears and says what can be without waiting.
void talks_serve(void);

// Hears all that a child has printed so far.
void talk_drain(const char *name);

// Hears what is left, and ends the talk with that name, or all of them.
void talk_end(const char *name);
void talks_end(void);

#endif
