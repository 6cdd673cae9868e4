#ifndef FLIMFLAM_ENDING_H
#define FLIMFLAM_ENDING_H

#include <stdbool.h>
#include <stdint.h>

// Kills and reaps every descendant, whatever group or session it moved to.
// SIGCHLD must be blocked. False when some process does not die of SIGKILL in
// this time (it hangs in the kernel, or belongs to another user).
bool end_everything(int64_t patience_ns);

#endif
