#ifndef FLIMFLAM_FATAL_H
#define FLIMFLAM_FATAL_H

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

// One line on stderr, then the end: `fatal` with EXIT_FAILED for what went
// wrong while running, `usage_error` with EXIT_USAGE for bad arguments.
_Noreturn void fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
