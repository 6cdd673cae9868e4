#ifndef FLIMFLAM_STALL_H
#define FLIMFLAM_STALL_H

#include <stdint.h>

// A fault for tests: from some time after the first call on, nobody that calls
// this goes on before the stall is over. 0 for `for_ms`: none.
void stall_plan(int64_t after_s, int64_t for_ms);
void stall_here(void);

#endif
