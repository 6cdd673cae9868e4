#ifndef FLIMFLAM_OPTIONS_H
#define FLIMFLAM_OPTIONS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// One `--name value`, or `--name` alone for a flag; exactly one of the targets is set.
struct option_rule {
    const char *name;
    int64_t *number;
    int64_t lowest, highest;
    struct sockaddr_in *address; // sin_family stays 0 when not given
    const char **text;
    bool *flag;
};

// Reads the arguments from `first` on by two lists of rules that end with a
// NULL name, the second of which may be NULL; ends the process with a usage
// error otherwise.
void options_read(int count, char **arguments, int first, const struct option_rule *rules,
                  const struct option_rule *more);

// Ends the process with a usage error when the address was not given.
void options_require(const char *name, const struct sockaddr_in *address);

#endif
