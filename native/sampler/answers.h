#ifndef FLIMFLAM_ANSWERS_H
#define FLIMFLAM_ANSWERS_H

#include "queue.h"

// Lines on their way to Flimflam, each ended by queue_end_line().
extern struct queue answers;

// One line of fields, ended by NULL.
void answer(const char *field, ...) __attribute__((sentinel));

#endif
