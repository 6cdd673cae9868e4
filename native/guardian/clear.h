#ifndef FLIMFLAM_CLEAR_H
#define FLIMFLAM_CLEAR_H

// A private folder that shall not outlive the guardian, with all that is in it.

// Ends the process with a usage error when this is not a folder of our own, into which nobody else may write.
void clear_at_end(const char *folder);

// Removes it. Links are removed, never followed; what is mounted in it stays.
void clear_now(void);

#endif
