#ifndef FLIMFLAM_BURN_H
#define FLIMFLAM_BURN_H

#include <stdint.h>

// A deliberate cost: CPU time of the calling thread for what it forwards, so
// that a known difference can be looked for. Nothing while ns_per_mib is 0.
struct burn {
    int64_t ns_per_mib;
    int64_t owed; // nanoseconds times bytes; below 0 after more than was owed
};

// To be called by one thread for each burn. What is too little to be burnt
// exactly is kept for the next call.
void burn_for(struct burn *burn, int64_t bytes);

#endif
