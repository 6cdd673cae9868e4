#ifndef FLIMFLAM_CONTROL_H
#define FLIMFLAM_CONTROL_H

#include <stddef.h>
#include <stdint.h>

// The protocol that Flimflam speaks with a measuring program: `at NS` and
// `quit` on stdin, `mark ...` and `sample ...` lines on stdout.
struct control {
    // Writes the counters as `key=value key=value`. May be asked several times for one mark.
    void (*describe)(char *text, size_t size);
    // Same for the periodic samples; only used with an interval, at whose multiples they are taken, so that those
    // of two programs can be added up.
    void (*describe_sample)(char *text, size_t size);
    int64_t sample_interval_ns;
    // A mark was asked for, to be taken at that time. May be NULL.
    void (*announced)(int64_t when);
    // A mark was taken and printed. May be NULL.
    void (*marked)(void);
};

// Serves until `quit` or the end of stdin.
void control_serve(const struct control *control);

// Prints one line with one write(), so that lines of threads never mix.
void control_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
