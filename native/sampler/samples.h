#ifndef FLIMFLAM_SAMPLES_H
#define FLIMFLAM_SAMPLES_H

#include <stdint.h>

// The series: CPU time and memory of each role, and how much each log holds, at whole multiples of an interval.

// Tells the size of this file in every sample.
void samples_log(const char *role, const char *path);

// Begins; the interval 0 ends it. Samples are taken at origin + n x interval.
void samples_follow(int64_t interval, int64_t origin);

void samples_forget(void);

// When the next one is due; INT64_MAX: never.
int64_t samples_due(void);

// Takes it if it is due.
void samples_serve(void);

#endif
