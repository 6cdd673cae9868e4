#ifndef FLIMFLAM_ENVIRONMENT_H
#define FLIMFLAM_ENVIRONMENT_H

// The guardian's own environment with these entries (`NAME=value`, ended by NULL) added or put in the place of those of
// the same name. To be freed; the entries are not copied.
char **environment_with(char **entries);

#endif
