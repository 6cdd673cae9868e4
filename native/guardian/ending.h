#ifndef FLIMFLAM_ENDING_H
#define FLIMFLAM_ENDING_H

#include <stdbool.h>

// Kills and reaps every descendant, whatever group or session it moved to.
// SIGCHLD must be blocked. False when some process does not die of SIGKILL
// within seconds (it hangs in the kernel, or belongs to another user).
bool end_everything(void);

#endif
