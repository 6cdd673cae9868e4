// A stream that the server sends back.

#include "ends.h"
#include "mode.h"

static void defaults(struct plan *plan)
{
    plan->request_response = false;
}

static const struct option_rule none[] = {{.name = NULL}};

const struct mode echo_mode = {
    .name = "echo",
    .defaults = defaults,
    .server = {server_run, none},
    .client = {client_run, none},
};
