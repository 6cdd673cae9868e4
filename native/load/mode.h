#ifndef FLIMFLAM_MODE_H
#define FLIMFLAM_MODE_H

#include "options.h"
#include "plan.h"

// One kind of load: what each of its ends does, and the options that this end
// has beyond those of every mode.
struct end {
    void (*run)(const struct plan *plan);
    const struct option_rule *rules; // end with a NULL name
};

struct mode {
    const char *name;
    void (*defaults)(struct plan *plan);
    struct end server, client;
};

// The plan that the rules write to.
extern struct plan asked;

extern const struct mode echo_mode, upload_mode, download_mode, both_mode, rr_mode, crr_mode;

#endif
